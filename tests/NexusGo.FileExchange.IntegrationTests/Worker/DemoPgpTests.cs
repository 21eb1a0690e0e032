using NexusGo.FileExchange.Demo;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

public sealed class DemoPgpTests : IDisposable
{
    // Root's demo has to be where root alone can write, all the way up.
    private readonly string path = Path.Combine(Environment.IsPrivilegedProcess ? "/var/lib" : Path.GetTempPath(),
        $"nexusgo-demo-test-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(path, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("a-folder-so-deep-down-that-no-socket-of-gpg-agent-could-have-its-path-inside-of-it/demo")]
    public async Task The_demos_second_customer_has_keys_made_on_the_spot_and_a_configuration_without_problems(string below)
    {
        using var folder = DemoFolder.Open(Path.Combine(path, below), keep: false);
        await using var server = await DemoSshd.StartAsync(
            folder.PathOf("sshd"), folder.PathOf("area"), [.. DemoCustomer.Folders, .. DemoPgp.Folders], TimeProvider.System,
            CancellationToken.None);
        using var output = new StringWriter();
        await using var gpg = DemoGpg.Open(folder, output);
        var written = DemoCustomer.WriteConfiguration(folder, server);
        var demo = new DemoPgp(folder, server, gpg, DemoSamples.Read(DemoSamples.FindFolder(null)), TimeProvider.System, output);

        await demo.PrepareAsync(written, CancellationToken.None);

        Assert.Contains("$ gpg --quick-generate-key", output.ToString(), StringComparison.Ordinal);
        using var said = new StringWriter();
        Assert.True(await CheckConfigCommand.RunAsync(written, json: false, TimeProvider.System, said,
            CancellationToken.None) == ExitCodes.Ok, said.ToString());
        Assert.Contains("good, 2 customer(s): DEMO, DEMOPGP.", said.ToString(), StringComparison.Ordinal);

        var message = folder.PathOf("message.pgp");
        await gpg.SealAsync(Path.Combine(DemoSamples.FindFolder(null), "ORD_DEMO_000001_good_swedish.csv"), message, demo.Fingerprint,
            CancellationToken.None);
        Assert.True(File.Exists(message));
    }
}
