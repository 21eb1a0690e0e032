using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the Debian package brings beside the program says what the program can do.</summary>
public sealed class PackageTests
{
    [Fact]
    public void The_units_path_is_the_one_that_the_scripts_replace()
    {
        Assert.Contains("ExecStart=/opt/nexusgo-fileexchange/nexusgo-fx run", Repository.Read("install/nexusgo-fileexchange.service"),
            StringComparison.Ordinal);
        Assert.Contains("s|/opt/$name/|/usr/lib/$name/current/|", Repository.Read("install/package.sh"), StringComparison.Ordinal);
    }
}
