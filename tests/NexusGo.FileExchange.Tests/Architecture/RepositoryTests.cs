using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Architecture;

public sealed partial class RepositoryTests
{
    private static readonly string[] TopLevel = ["NexusGo.FileExchange.sln", "README.md", "config", "install", "samples", "src", "tests"];

    [Fact]
    public void The_top_level_holds_the_agreed_names_and_dot_files_only()
    {
        var others = Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path))
            .Where(name => !name.StartsWith('.')).Except(TopLevel);
        Assert.Empty(others);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("config/README.md")]
    [InlineData("install/README.md")]
    [InlineData("samples/README.md")]
    [InlineData("src/README.md")]
    public void Links_and_paths_named_in_a_manual_exist(string manual)
    {
        var text = Repository.Read(manual);
        var folder = Path.GetDirectoryName(Repository.PathOf(manual))!;
        var links = Link().Matches(text).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
            .Select(link => Path.GetFullPath(link.Split('#')[0], folder));
        var paths = SourcePath().Matches(text).Select(match => Repository.PathOf(match.Groups[1].Value));

        Assert.All(links.Concat(paths),
            path => Assert.True(File.Exists(path) || Directory.Exists(path), $"{manual} names {path}, which is not there"));
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

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:src|tests|install|config|samples)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex SourcePath();
}
