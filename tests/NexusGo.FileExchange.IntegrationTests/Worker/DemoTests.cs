using NexusGo.FileExchange.Demo;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>The demo as install/quickstart.sh runs it.</summary>
public sealed class DemoTests : IDisposable
{
    // Root's demo has to be where root alone can write, all the way up.
    private readonly string path = Path.Combine(Environment.IsPrivilegedProcess ? "/var/lib" : Path.GetTempPath(),
        $"nexusgo-demo-test-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Fact]
    public async Task The_circle_turns_and_the_demo_ends_with_success()
    {
        var demo = await WorkerVerb.DemoAsync("run", "--once", "--directory", path, "--samples", DemoSamples.FindFolder(null));

        Assert.True(demo.ExitCode == ExitCodes.Ok, demo.Output + demo.Errors);
        Assert.Contains("samples answered as expected", demo.Output, StringComparison.Ordinal);
        Assert.Matches("All [0-9]+ cards were followed to their end; [0-9]+ back-reports without a gap", demo.Output);
        Assert.Matches(@"PRD_[0-9TZ]+_[0-9]+\.zip for the production partner has [1-4] photo", demo.Output);
        Assert.Matches(@"DONE: 1 card\(s\) erased, [0-3] photo\(s\) still stored", demo.Output);
        Assert.Matches(@"BRP_DEMO_[0-9TZ]+_000001\.csv is gone", demo.Output);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(path, "area/out/consumed")));
    }
}
