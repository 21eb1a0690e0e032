using NexusGo.FileExchange.Tests.Architecture;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the Debian package brings beside the program says what the program can do.</summary>
public sealed class PackageTests
{
    private static readonly string[] Verbs = [.. CommandLine.Build().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)
        .Where(verb => verb != "askpass").Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("install/package/nexusgo-fx.8", "\n.B {0}")]
    [InlineData("install/package/completion.bash", "{0}")]
    [InlineData("install/package/completion.zsh", "'{0}:")]
    [InlineData("install/package/completion.fish", " -a {0} ")]
    public void Manual_page_and_completions_name_every_verb(string file, string form)
    {
        var text = Repository.Read(file);
        Assert.All(Verbs, verb => Assert.Contains(form.Replace("{0}", verb, StringComparison.Ordinal), text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_units_path_is_the_one_that_the_scripts_replace()
    {
        Assert.Contains("ExecStart=/opt/nexusgo-fileexchange/nexusgo-fx run", Repository.Read("install/nexusgo-fileexchange.service"),
            StringComparison.Ordinal);
        Assert.Contains("s|/opt/$name/|/usr/lib/$name/current/|", Repository.Read("install/package.sh"), StringComparison.Ordinal);
    }
}
