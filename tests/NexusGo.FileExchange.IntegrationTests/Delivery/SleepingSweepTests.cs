using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Delivery;

/// <summary>
/// A worker is suspended at every point of a sweep for longer than its lease. Another finishes the sweep meanwhile, and the customer puts
/// files of its own under the old names. When the first wakes up, none of them may be touched and the ledger may not change.
/// </summary>
public sealed class SleepingSweepTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Order = "customer_ref;product_code;delivery_address_id\r\n";
    private static readonly string[] Names = ["DONE", "MOVED", "OLD", "CHANGED", "TAKEN", "KEPT"];

    public static TheoryData<string> Points => [.. CrashPoint.Sweep];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Nasty14_a_worker_that_slept_past_its_lease_in_a_sweep_changes_nothing_when_it_wakes(string point)
    {
        var customer = $"SWSL{Array.IndexOf(CrashPoint.Sweep, point)}";
        CustomerProfile Agreed(CustomerProfile p) => p with { Consumed = new ConsumedSettings { MissingFor = TimeSpan.FromMinutes(1) } };
        await using var sleeper = ExchangeRig.Create(postgres.ConnectionString, customer, Agreed);
        await using var other = ExchangeRig.Create(postgres.ConnectionString, customer, Agreed, beside: sleeper);
        await PrepareAsync(sleeper, point);

        var slept = await SleepingWorker.RunAsync(point, () => MeanwhileAsync(sleeper, other), attempts: 3, work: async () =>
        {
            await sleeper.SweepAsync();
            sleeper.Clock.Advance(TimeSpan.FromMinutes(2));
        });

        Assert.True(slept.Meanwhile is not null, $"{point} was not reached: {slept.Failure}");
        Assert.True(slept.Failure is null or FileExchangeException { Reason: FailureReason.LeaseLost }, slept.Failure?.ToString());
        Assert.Equal(slept.Meanwhile, await SnapshotAsync(sleeper));
    }

    private async Task PrepareAsync(ExchangeRig rig, string point)
    {
        foreach (var name in Names)
        {
            rig.Drop($"ORD_{name}.csv", $"{Order}{name};VISITOR;HQ\r\n");
        }

        await rig.PollAsync(3);
        rig.Drop("RCP_ORD_DONE.csv.done", "", "out/receipts");
        File.Move(Path.Combine(rig.Area, "out/receipts/RCP_ORD_MOVED.csv"), Path.Combine(rig.Area, "out/consumed/RCP_ORD_MOVED.csv"));
        File.AppendAllText(Path.Combine(rig.Area, "out/receipts/RCP_ORD_CHANGED.csv"), "changed");
        File.Delete(Path.Combine(rig.Area, "out/receipts/RCP_ORD_TAKEN.csv"));
        await postgres.ExecuteAsOwnerAsync($"""
            update exchange.pending_report set delivered_at = delivered_at - interval '40 days'
                where customer_id = '{rig.Profile.CustomerId}' and name in ('RCP_ORD_OLD.csv', 'RCP_ORD_CHANGED.csv');
            update exchange.pending_report set delivered_at = delivered_at - interval '25 days'
                where customer_id = '{rig.Profile.CustomerId}' and name = 'RCP_ORD_KEPT.csv'
            """);
        rig.Hooks.Before = (verb, path) => verb == "delete" && point.StartsWith("removal-failure", StringComparison.Ordinal)
            ? throw new RemoteFolderException(FailureReason.RemoteDenied, false, false, "in the way") : Task.CompletedTask;
    }

    private async Task<string> MeanwhileAsync(ExchangeRig sleeper, ExchangeRig other)
    {
        for (var sweeps = 0; sweeps < 3; sweeps++)
        {
            await other.PassAsync(TimeSpan.FromMinutes(2));
            await other.SweepAsync();
        }

        foreach (var name in Names.Except(["KEPT"]))
        {
            sleeper.Drop($"RCP_ORD_{name}.csv", "the customer's own", "out/receipts");
            sleeper.Drop($"RCP_ORD_{name}.csv", "the customer's own", "out/consumed");
        }

        sleeper.Drop("RCP_ORD_DONE.csv.done", "", "out/receipts");
        return await SnapshotAsync(sleeper);
    }

    private async Task<string> SnapshotAsync(ExchangeRig rig) =>
        string.Join('\n', Directory.EnumerateFiles(rig.Area, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {File.ReadAllText(file)}")) + await postgres.QueryAsOwnerAsync<string>(
        $"select string_agg(t::text, chr(10) order by t::text) from exchange.pending_report t where customer_id = "
            + $"'{rig.Profile.CustomerId}'");
}
