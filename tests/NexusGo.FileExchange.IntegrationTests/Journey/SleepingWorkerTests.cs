using System.Security.Cryptography;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// A worker is suspended at every crash point of the inbox's journey for longer than its lease. Meanwhile another does all the work, the
/// customer takes its answers away and sends other files under the same names. When the first worker wakes up it may finish what it was
/// about, but nothing may come of it: no row, no report, no removal.
/// </summary>
public sealed class SleepingWorkerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";

    private static readonly string[] Names = ["ORD_GOOD.csv", "ORD_SAME.csv", "ORD_PART.csv", "ORD_WRONG.csv", "ORD_FOREIGN.csv"];

    public static TheoryData<string> Points => [.. CrashPoint.Inbox];

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Nasty14_a_worker_that_slept_past_its_lease_changes_nothing_when_it_wakes(string point)
    {
        var customer = $"SLEEP{Array.IndexOf(CrashPoint.Inbox, point)}";
        await using var sleeper = ExchangeRig.Create(postgres.ConnectionString, customer,
            stalledTransactionTimeout: TimeSpan.FromMilliseconds(300));
        await using var other = ExchangeRig.Create(postgres.ConnectionString, customer, beside: sleeper);
        Drop(sleeper, point);
        SetObstacle(sleeper, point);

        var slept = await SleepingWorker.RunAsync(point, () => MeanwhileAsync(sleeper, other), attempts: 4,
            atLast: () => sleeper.StopAsync().AsTask(), work: () =>
            {
                sleeper.Clock.Advance(point.StartsWith("orphan", StringComparison.Ordinal) ? TimeSpan.FromMinutes(31) : TimeSpan.Zero);
                return sleeper.PollAsync(1);
            });

        Assert.True(slept.Meanwhile is not null, $"{point} was not reached: {slept.Failure}");
        Assert.True(slept.Failure is null or FileExchangeException { Reason: FailureReason.LeaseLost or FailureReason.DatabaseUnavailable },
            slept.Failure?.ToString());
        Assert.Equal(slept.Meanwhile, await SnapshotAsync(sleeper));
    }

    private static void Drop(ExchangeRig rig, string point)
    {
        rig.Drop("ORD_GOOD.csv.ctl", "rows=2\n");
        rig.Drop("ORD_GOOD.csv", Header + "G1;VISITOR;HQ\r\nG2;VISITOR;HQ\r\n");
        rig.Drop("ORD_SAME.csv", Header + "G1;VISITOR;HQ\r\nG2;VISITOR;HQ\r\n");
        rig.Drop("ORD_PART.csv", Header + "P1;VISITOR;HQ\r\nP2;NOPE;HQ\r\n");
        rig.Drop("ORD_WRONG.csv", "customer_ref;product_code;shoe_size\r\nW1;VISITOR;42\r\n");
        rig.Drop("ORD_FOREIGN.csv",
            "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\nF1;ID-STD;Åsa;Öberg;"
            + "19900101-9802;HQ\r\n");
        rig.Drop("RES_ORD_FOREIGN.csv", "the customer's own", "out/receipts");
        if (point.StartsWith("spool", StringComparison.Ordinal))
        {
            rig.Drop("ORD_BIG.csv",
                Header + string.Concat(Enumerable.Range(1, 9_000).Select(i => $"X{i:00000000000000000000};VISITOR;HQ\r\n")));
        }

        if (point.StartsWith("sweep", StringComparison.Ordinal))
        {
            rig.Drop(".nexusgo-0123456789abcdef.part", "left by another", "out/receipts");
        }

        if (point.StartsWith("orphan", StringComparison.Ordinal))
        {
            rig.Drop("ORD_LOST.csv.done", "");
        }
    }

    private static void SetObstacle(ExchangeRig rig, string point)
    {
        rig.Hooks.Before = (verb, path) =>
        {
            switch (point)
            {
                case "claim.dropping" or "claim.dropped" when verb == "open"
                    && path.ToString().EndsWith("ORD_PART.csv", StringComparison.Ordinal):
                    rig.Drop("ORD_PART.csv", Header + "P1;VISITOR;HQ\r\nP2;NOPE;HQ\r\nP3;VISITOR;HQ\r\n");
                    break;
                case "failure.noting" or "failure.noted" when verb == "open":
                case "delivery-failure.noting" or "delivery-failure.noted" when verb == "publish":
                    throw new RemoteFolderException(FailureReason.RemoteFailure, isTransient: true, sessionIsDead: false, "in the way");
            }

            return Task.CompletedTask;
        };
    }

    /// <summary>What happens while the first worker sleeps; ends with a picture of everything.</summary>
    private async Task<string> MeanwhileAsync(ExchangeRig sleeper, ExchangeRig other)
    {
        await other.PassAsync(TimeSpan.FromHours(2));
        for (var polls = 0; polls < 8 && other.Names("in").Any(n => !n.Contains("LOST", StringComparison.Ordinal)); polls++)
        {
            // Two equal files at once: one of them is put off and tried again.
            await other.PollAsync(1);
            other.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(Names.Where(n => !n.Contains("FOREIGN", StringComparison.Ordinal)),
            name => Assert.Contains("RCP_" + name, other.Names("out/receipts")));
        await other.PollAsync(1);
        foreach (var report in Directory.EnumerateFiles(Path.Combine(sleeper.Area, "out"), "*", SearchOption.AllDirectories))
        {
            File.Delete(report);
        }

        foreach (var name in Names)
        {
            sleeper.Drop(name, Header + $"N{name[4]};VISITOR;HQ\r\n");
        }

        return await SnapshotAsync(sleeper);
    }

    /// <summary>Every row of the customer and every file of its area.</summary>
    private async Task<string> SnapshotAsync(ExchangeRig rig)
    {
        var lines = new List<string>();
        await using var connection = new NpgsqlConnection(postgres.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var table in new[] { "exchange.area_lease", "exchange.sighting", "exchange.inbound_file", "exchange.accepted_content",
            "exchange.accepted_sequence",
            "exchange.reply_name", "exchange.pending_report", "exchange.quarantined_file", "exchange.sealed_block", "orders.card_order",
            "orders.card",
            "vault.customer_key", "audit.entry", "audit.head" })
        {
            await using var command =
                new NpgsqlCommand($"select count(*), md5(string_agg(t::text, chr(10) order by t::text)) from {table} t where customer_id "
                + $"= '{rig.Profile.CustomerId}'", connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            lines.Add($"{table} {reader.GetInt64(0)} {(reader.IsDBNull(1) ? "" : reader.GetString(1))}");
        }

        lines.AddRange(Directory.EnumerateFiles(rig.Area, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"));
        return string.Join('\n', lines);
    }
}
