namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>The service opens and seals messages itself. gpg plays the customer: in the demo and in tests, and nowhere else.</summary>
public sealed class RunTimeProgramsTests
{
    [Fact]
    public void Nothing_of_the_service_starts_gpg()
    {
        var named = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains(".Demo/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text && (text.Contains("\"gpg\"", StringComparison.Ordinal)
                || text.Contains("\"gpgconf\"", StringComparison.Ordinal) || text.Contains("\"gpg-agent\"", StringComparison.Ordinal)));

        Assert.Empty(named);
    }

    [Fact]
    public void No_package_that_runs_the_service_is_gnupg()
    {
        var packages = Repository.Read("install/prerequisites.sh").Split('\n')
            .Where(line => line.Contains("packages=\"", StringComparison.Ordinal)).ToLookup(line => line[..line.IndexOf('=')]);

        Assert.Contains(packages, list => list.Any(line => line.Contains("gnupg", StringComparison.Ordinal)));
        Assert.All(packages.Where(list => list.Key is not ("demo_packages" or "test_packages" or "bench_packages")),
            list => Assert.DoesNotContain(list, line => line.Contains("gnupg", StringComparison.Ordinal)));
    }
}
