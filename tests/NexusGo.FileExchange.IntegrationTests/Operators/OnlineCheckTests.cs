using System.Diagnostics;
using System.Text.Json;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>check-config as an operator runs it before the first start: online, and as the user of the service.</summary>
public sealed class OnlineCheckTests
{
    [Fact]
    public async Task Online_it_asks_the_database_and_every_server_and_changes_nothing()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        site.AddCustomer("BETA");
        var config = site.Configure("w1");
        var good = await CheckAsync(config, "--json");
        Assert.True(good.ExitCode == ExitCodes.Ok, good.Output + good.Errors);
        using (var json = JsonDocument.Parse(good.Output))
        {
            Assert.Equal(["database good", "ACME good", "BETA good"], json.RootElement.GetProperty("online").EnumerateArray()
                .Select(step => $"{step.GetProperty("name").GetString()} {step.GetProperty("result").GetString()!.ToLowerInvariant()}"));
        }

        Directory.Delete(Path.Combine(site.Area("BETA"), "in"), recursive: true);
        var broken = await CheckAsync(config);
        Assert.Equal(ExitCodes.Remote, broken.ExitCode);
        Assert.Contains("good     ACME", broken.Output, StringComparison.Ordinal);
        Assert.Contains("failed   BETA             RemoteFolderMissing", broken.Output, StringComparison.Ordinal);
        Assert.Empty(site.Names("ACME", "in"));

        // Another version of the tables than this program's.
        await site.ExecuteAsync("delete from nexusgo_migration.applied");
        var old = await CheckAsync(config);
        Assert.Equal(ExitCodes.Database, old.ExitCode);
        Assert.Contains("failed   database", old.Output, StringComparison.Ordinal);
        Assert.Equal(["0"], await site.QueryAsync("select count(*) from exchange.area_lease"));
    }

    [Fact]
    public async Task As_another_user_it_finds_what_that_user_may_not_read()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        var config = site.Configure("w1");
        Assert.Equal(ExitCodes.Usage, (await WorkerVerb.RunAsync("check-config", "--as", "no-such-user", "--config", config)).ExitCode);
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Equal(ExitCodes.NoPermission,
                (await WorkerVerb.RunAsync("check-config", "--as", "nobody", "--config", config)).ExitCode);
            return;
        }

        File.SetUnixFileMode(site.Folder, (UnixFileMode)Convert.ToInt32("755", 8));
        var closed = await WorkerVerb.RunAsync("check-config", "--as", "nobody", "--config", config);
        Assert.Equal(ExitCodes.Configuration, closed.ExitCode);
        Assert.Contains("MasterKeyFile", closed.Output + closed.Errors, StringComparison.Ordinal);

        using (var chown = Process.Start("chown", ["-R", "nobody", site.Folder]))
        {
            await chown.WaitForExitAsync();
        }

        var open = await WorkerVerb.RunAsync("check-config", "--as", "nobody", "--config", config);
        Assert.True(open.ExitCode == ExitCodes.Ok, open.Output + open.Errors);
    }

    private static Task<WorkerVerb> CheckAsync(string config, params string[] more) =>
        WorkerVerb.RunAsync(["check-config", "--online", "--config", config, .. more]);
}
