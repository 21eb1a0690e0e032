using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>
/// add-customer makes a file that check-config takes, and replaces nothing; migrate --print-sql makes the tables by psql alone.
/// </summary>
public sealed class NewCustomerTests
{
    private const string HostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    [Fact]
    public async Task A_new_customer_gets_a_key_a_file_and_a_letter()
    {
        await using var site = await WorkerSite.CreateAsync();
        var config = site.Configure("w1");
        Assert.Equal(ExitCodes.Usage, (await RunAsync("add-customer", "ACME", "--name", "Acme AB")).ExitCode);

        var made = await RunAsync("add-customer", "ACME", "--name", "Acme AB", "--host", "sftp.acme.example", "--user", "bureau",
            "--host-key",
            HostKey, "--language", "En");
        Assert.True(made.ExitCode == ExitCodes.Ok, made.Output + made.Errors);
        var publicKey = File.ReadAllText(Path.Combine(config, "keys", "ACME.pub")).Trim();
        Assert.Contains(publicKey, made.Output, StringComparison.Ordinal);
        Assert.Contains("user bureau on sftp.acme.example, port 22", made.Output, StringComparison.Ordinal);
        Assert.Contains("/in/test/", made.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(config, "keys", "ACME")));

        var check = await RunAsync("check-config");
        Assert.True(check.ExitCode == ExitCodes.Ok, check.Output + check.Errors);
        var again = await RunAsync("add-customer", "ACME", "--name", "Other", "--host", "x", "--user", "y", "--host-key", HostKey);
        Assert.Equal(ExitCodes.Usage, again.ExitCode);
        Assert.Contains("is there already; nothing was changed", again.Errors, StringComparison.Ordinal);

        Task<WorkerVerb> RunAsync(params string[] arguments) => WorkerVerb.RunAsync([.. arguments, "--config", config]);
    }

    [Fact]
    public async Task The_printed_script_makes_the_tables_that_a_worker_takes_and_runs_twice()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        var config = site.Configure("w1");
        await site.ExecuteAsync("drop schema exchange, orders, vault, audit, retention, quartz, nexusgo_migration cascade");
        Assert.Equal(ExitCodes.Database, (await WorkerVerb.RunAsync("hold", "list", "--config", config)).ExitCode);

        var printed = await WorkerVerb.RunAsync("migrate", "--print-sql", "--config", config);
        Assert.Equal(ExitCodes.Ok, printed.ExitCode);
        var script = Path.Combine(site.Folder, "tables.sql");
        await File.WriteAllTextAsync(script, printed.Output);
        for (var run = 0; run < 2; run++)
        {
            await PostgresTool.RunScriptAsync(site.OwnerConnectionString, script);
        }

        Assert.Equal(ExitCodes.Ok, (await WorkerVerb.RunAsync("hold", "list", "--config", config)).ExitCode);
        Assert.Contains("The tables are current.", (await WorkerVerb.RunAsync("migrate", "--rehearse", "--config", config)).Output,
            StringComparison.Ordinal);
    }
}
