using System.Text.Json;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>The built program as the production partner, over a real sshd, against a worker on a real database.</summary>
public sealed class SimulatedPartnerTests : IAsyncLifetime
{
    private const int Cards = 60;

    private readonly PostgresFixture postgres = new();
    private readonly GpgHome office = new();
    private SshdFixture sshd = null!;
    private ExchangeRig rig = null!;
    private PartnerRig partner = null!;
    private string[] place = [];

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        sshd = await SshdFixture.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await rig.DisposeAsync();
        await sshd.DisposeAsync();
        office.Dispose();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task It_takes_batches_over_sftp_and_tells_what_happens_to_every_card()
    {
        await OrderAsync("SPA");
        var run = await SimulateAsync("--once", "--speed", "0", "--failed", "0.2", "--returned", "0.6", "--json");
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Errors + run.Output);

        using var told = JsonDocument.Parse(run.Output);
        Assert.Equal((1, Cards), (told.RootElement.GetProperty("batches").GetInt32(), told.RootElement.GetProperty("cards").GetInt32()));
        var events = told.RootElement.GetProperty("events").EnumerateObject()
            .ToDictionary(one => one.Name, one => (long)one.Value.GetInt32());
        Assert.Equal(["DELIVERED", "DESTROYED", "FAILED", "INVOICED", "IN_PRODUCTION", "PRODUCED", "RETURNED", "SHIPPED"],
            events.Keys.Order(StringComparer.Ordinal));
        foreach (var (kind, count) in events)
        {
            Assert.Equal((kind, count),
                (kind, await CountAsync($"select count(*) from orders.card_event where kind = '{kind}' and effect = 'APPLIED'")));
        }

        Assert.Equal(0, await CountAsync("select count(*) from orders.card_event where effect <> 'APPLIED'"));
        Assert.Equal(events["FAILED"], await CountAsync("select count(*) from orders.card where status = 'FAILED'"));
        Assert.Equal(events["DESTROYED"], await CountAsync("select count(*) from orders.card where status = 'DESTROYED'"));
        Assert.Equal(2,
            await CountAsync("select count(distinct length(sealed)) from orders.card_chip where fields & 2 <> 0 and fields & 24 = 0"));
        Assert.Equal(events["PRODUCED"], await CountAsync("select count(*) from orders.card_chip where hid_format = 'H10301'"));
        Assert.Empty(partner.Batches);
    }

    [Fact]
    public async Task Told_again_after_a_restart_the_same_events_change_nothing()
    {
        await OrderAsync("SPB");
        Assert.Equal(ExitCodes.Ok, (await SimulateAsync("--once", "--speed", "0", "--keep-batches")).ExitCode);
        var events = await CountAsync("select count(*) from orders.card_event");
        var again = await SimulateAsync("--once", "--speed", "0");
        Assert.Equal(ExitCodes.Ok, again.ExitCode);
        Assert.True(again.Output.Contains("accepted 0, rejected 0, on hold 0, unchanged", StringComparison.Ordinal),
            again.Output + again.Errors);
        Assert.Equal(events, await CountAsync("select count(*) from orders.card_event"));
    }

    [Fact]
    public async Task A_report_that_lacks_a_field_is_held_and_the_customer_hears_nothing_of_it()
    {
        await OrderAsync("SPC");
        var run = await SimulateAsync("--once", "--speed", "0", "--failed", "0", "--incomplete", "1");
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Equal(Cards, await CountAsync("select count(*) from orders.card where held_at is not null and status = 'IN_PRODUCTION'"));
        Assert.DoesNotContain((await partner.BackReportAsync())!, line => line["status"] is "PRODUCED" or "SHIPPED" or "DELIVERED");
    }

    [Fact]
    public async Task Sealed_both_ways_each_side_opens_and_verifies_what_the_other_wrote()
    {
        var keys = Path.Combine(sshd.Folder, "partner-keys");
        var made = (await new KeyMaker(keys, null, TimeProvider.System).GenerateAsync("Test factory", OpenPgpKeyKind.Curve25519, 365,
            CancellationToken.None))!;
        var ours = office.Generate("bureau");
        await OrderAsync("SPD", [new BureauKeyFile(ours, office.ExportSecret(ours))], p => p with
        {
            Pgp = new PgpSettings { AnswerCertificates = [made.CertificateFile] },
            People = [new PersonSettings { Id = "factory", CertificateFile = made.CertificateFile, Rights = [PersonRight.Events] }],
        });
        Assert.EndsWith(".zip.pgp", Assert.Single(partner.Batches), StringComparison.Ordinal);

        var without = await SimulateAsync("--once", "--speed", "0");
        Assert.Equal(ExitCodes.Secret, without.ExitCode);
        var run = await SimulateAsync("--once", "--speed", "0", "--failed", "0", "--keys", keys, "--bureau-certificate",
            office.Export(ours).File);
        Assert.True(run.ExitCode == ExitCodes.Ok, run.Errors + run.Output);
        Assert.Contains("ACCEPTED", run.Output, StringComparison.Ordinal);
        Assert.Equal(Cards, await CountAsync("select count(*) from orders.card where produced_at is not null"));
        Assert.Equal($"factory {made.Key.Fingerprint}",
            await postgres.QueryAsOwnerAsync<string>("select signed_by from exchange.inbound_file where kind = 'EVT'"));
    }

    [Fact]
    public async Task Exit_codes_tell_a_wrong_command_line_a_wrong_file_and_a_server_that_does_not_answer_apart()
    {
        rig = ExchangeRig.Create(postgres.ConnectionString, "SPE");
        Assert.Equal(ExitCodes.Usage, (await WorkerVerb.DemoAsync("simulate-production", "--once")).ExitCode);
        Assert.Equal(ExitCodes.Usage, (await WorkerVerb.DemoAsync("simulate-production", "--once", "--folder", rig.Area, "--failed", "2"))
            .ExitCode);
        Assert.Equal(ExitCodes.Configuration,
            (await WorkerVerb.DemoAsync("simulate-production", "--once", "--profile", Path.Combine(rig.Folder, "none.json"))).ExitCode);
        place = ["--host", "127.0.0.1", "--port", $"{SshdFixture.FreePort()}", "--user", Environment.UserName, "--key", sshd.UserKeyFile,
            "--host-key", sshd.HostKey];
        Assert.Equal(ExitCodes.Remote, (await WorkerVerb.DemoAsync(["simulate-production", "--once", .. place])).ExitCode);
    }

    private async Task OrderAsync(string customer, IReadOnlyList<BureauKeyFile>? ownKeys = null,
        Func<ProductionProfile, ProductionProfile>? change = null)
    {
        rig = ExchangeRig.Create(postgres.ConnectionString, customer, ownKeys: ownKeys);
        partner = new PartnerRig(rig, p =>
        {
            var layouts = rig.Profile.Products.Select(product => new LayoutSettings
            {
                ProductCode = product.Code,
                ExpectedReportFields = ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"],
            });
            p = p with { Layouts = [.. layouts] };
            return change?.Invoke(p) ?? p;
        });
        place = ["--host", "127.0.0.1", "--port", $"{sshd.Port}", "--user", Environment.UserName, "--key", sshd.UserKeyFile, "--host-key",
            sshd.HostKey, "--folder", partner.Area];
        rig.Drop("ORD_1.csv", OrderFileGenerator.Bytes(Cards));
        await rig.PollAsync();
        Assert.Equal(Cards, await partner.MakeBatchesAsync());
    }

    /// <summary>Runs the simulation while the worker looks into the partner's area.</summary>
    private async Task<WorkerVerb> SimulateAsync(params string[] options)
    {
        var running = WorkerVerb.DemoAsync(["simulate-production", .. place, .. options]);
        await Until.TrueAsync(async () =>
        {
            await partner.PollAsync(1);
            return running.IsCompleted;
        }, TimeSpan.FromMinutes(2), () => "the simulation has not ended");
        return await running;
    }

    private async Task<long> CountAsync(string sql) => await postgres.QueryAsOwnerAsync<long>(sql);
}
