using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>A package cannot become another one without a change in this repository.</summary>
public sealed partial class SupplyChainTests
{
    [Fact]
    [Trait("Attack", "20.16 a package becomes another one between two builds")]
    public void Every_package_has_one_exact_version_and_every_project_a_lock_file()
    {
        var versions = PackageVersion().Matches(
            Repository.Read("src/Directory.Packages.props") + Repository.Read("tests/Directory.Packages.props"));
        Assert.NotEmpty(versions);
        Assert.All(versions, version => Assert.Matches(@"^\[[0-9][0-9A-Za-z.-]*\]$", version.Groups["version"].Value));

        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(projects);
        Assert.All(projects, project =>
        {
            Assert.DoesNotMatch(@"PackageReference[^>]* Version=", File.ReadAllText(project));
            var locked = File.ReadAllText(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json"));
            Assert.Contains("\"contentHash\"", locked, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("<PackageVersion Include=\"[^\"]+\" Version=\"(?<version>[^\"]+)\"")]
    private static partial Regex PackageVersion();
}
