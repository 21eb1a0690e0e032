using System.Globalization;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Architecture;

public sealed class RepositoryTests
{
    private static readonly string[] TopLevel = ["NexusGo.FileExchange.sln", "README.md", "config", "install", "samples", "src", "tests"];

    [Fact]
    public void The_top_level_holds_the_agreed_names_and_dot_files_only()
    {
        var others = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.')).Except(TopLevel);
        Assert.Empty(others);
    }

    [Fact]
    public void The_operators_manual_has_every_exit_code()
    {
        var table = Repository.Read("install/README.md");
        foreach (var code in typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!))
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"\n| {code} |"), table, StringComparison.Ordinal);
        }
    }
}
