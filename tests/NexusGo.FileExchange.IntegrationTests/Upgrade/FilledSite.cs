using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Upgrade;

/// <summary>
/// A customer, a production partner and a database with cards in every kind of state, kept as a dump. The persons are invented. The dump is
/// sealed under a master key that everybody may know.
/// </summary>
internal static class FilledSite
{
    public const string Customer = "FILLED";

    /// <summary>The card that is in production when the dump is made.</summary>
    public const string Unfinished = "F2";

    /// <summary>The card whose cancellation the partner has not answered when the dump is made.</summary>
    public const string AskedBack = "F4";

    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static readonly string MasterKey =
        Convert.ToHexStringLower(SHA256.HashData("The master key of the filled database, for tests alone"u8));

    /// <summary>The dumps, one folder for each frozen migration, by its number.</summary>
    public static string Dumps => RepositoryFolder.PathOf("tests/NexusGo.FileExchange.IntegrationTests/Upgrade/Filled");

    /// <summary>Writes the configuration of customer, partner and worker.</summary>
    /// <returns>The worker's configuration folder.</returns>
    public static string Configure(WorkerSite site)
    {
        File.WriteAllText(Path.Combine(site.Folder, "master.key"), MasterKey + "\n");
        site.AddCustomer(Customer);
        var file = Path.Combine(site.Folder, "customers", Customer + ".json");
        var profile = JsonNode.Parse(File.ReadAllText(file))!;
        profile["BackReports"] = new JsonObject { ["Interval"] = "00:00:01" };
        File.WriteAllText(file, profile.ToJsonString());
        foreach (var name in (string[])["in", "out/batches", "out/receipts", "out/errors", "out/consumed"])
        {
            Directory.CreateDirectory(Path.Combine(site.Area("partner"), name));
        }

        var home = site.Configure("worker");
        File.WriteAllText(Path.Combine(home, "production.json"), new JsonObject
        {
            ["Remote"] = new JsonObject { ["Engine"] = "Local", ["LocalRoot"] = site.Area("partner") },
            ["Intake"] = new JsonObject { ["PollInterval"] = "00:00:00.2", ["StableFor"] = "00:00:00" },
            ["Pgp"] = new JsonObject { ["Encryption"] = "None", ["Signature"] = "Optional" },
            ["Batches"] = new JsonObject { ["Interval"] = "00:00:01" },
        }.ToJsonString());
        return home;
    }

    /// <summary>
    /// Has a worker order six cards and takes them different ways: F1 delivered and invoiced, F2 in production, F3 erased, F4 asked
    /// back from the partner, F5 refused by a rule, F6 blocked.
    /// </summary>
    public static async Task FillAsync(WorkerSite site)
    {
        var home = Configure(site);
        await using var worker = site.Start("worker");
        site.Drop(Customer, "ORD_FILLED_000001.csv", Header
            + "F1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\nF2;ID-STD;Bo;Ek;;HQ\r\nF3;ID-STD;Eva;Al;;HQ\r\n"
            + "F4;VISITOR;Ida;Dal;;HQ\r\nF5;NOPE;Per;Lund;;HQ\r\nF6;ID-STD;Tor;Berg;;HQ\r\n");
        await ReceiptAsync(site, Customer, "ORD_FILLED_000001", worker);
        await Until.TrueAsync(async () => await site.QueryAsync("select count(*) from orders.card where status = 'ORDERED'") is ["5"],
            Longest, () => worker.Output);
        await TellAsync(site, worker, "EVT_000001", ("F1", "IN_PRODUCTION"), ("F1", "PRODUCED"), ("F1", "SHIPPED"), ("F1", "DELIVERED"),
            ("F1", "INVOICED"), ("F2", "IN_PRODUCTION"), ("F3", "IN_PRODUCTION"), ("F3", "PRODUCED"), ("F3", "INVOICED"),
            ("F6", "IN_PRODUCTION"), ("F6", "PRODUCED"), ("F6", "SHIPPED"));
        site.Drop(Customer, "REQ_FILLED_000001.csv", "request_ref;action;selector_type;selector;from;to;reason_code\r\n"
            + "R1;CANCEL;CUSTOMER_REF;F4;;;MISTAKE\r\nR2;BLOCK;CUSTOMER_REF;F6;;;LOST\r\n");
        await ReceiptAsync(site, Customer, "REQ_FILLED_000001", worker);
        var erase = await WorkerVerb.RunAsync("erase", Customer, "--card", await NumberAsync(site, "F3"), "--yes", "--config", home);
        Assert.True(erase.ExitCode == ExitCodes.Ok, erase.Output + erase.Errors);
        await Until.TrueAsync(async () => await site.QueryAsync(
                "select count(*) from exchange.pending_report where delivered_at is null") is ["0"]
            && site.Names(Customer, "out/reports").Any(name => name.StartsWith("CER_", StringComparison.Ordinal))
            && Reported(site).Any(line => line["customer_ref"] == "F6" && line["card_state"] == "BLOCKED"),
            Longest, () => worker.Output);
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
    }

    /// <summary>Keeps database and erasure journal of a filled site in a folder of <see cref="Dumps"/>.</summary>
    public static async Task DumpAsync(WorkerSite site, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "erasure-journal"));
        var file = Path.Combine(folder, "dump.sql");
        await PostgresTool.RunAsync(site.OwnerConnectionString, "pg_dump", "--no-owner", "--file", file);

        // What only some versions of psql and of the server know.
        await File.WriteAllLinesAsync(file, (await File.ReadAllLinesAsync(file))
            .Where(line => !line.StartsWith('\\') || line == "\\.")
            .Where(line => !line.StartsWith("SET transaction_timeout", StringComparison.Ordinal)));
        foreach (var journal in Directory.EnumerateFiles(Path.Combine(site.Folder, "worker/data/erasure-journal"), "*.journal"))
        {
            File.Copy(journal, Path.Combine(folder, "erasure-journal", Path.GetFileName(journal)), overwrite: true);
        }
    }

    /// <summary>Restores a dump as if it had been made just now, and what belongs beside it.</summary>
    public static async Task RestoreAsync(WorkerSite site, string folder)
    {
        await PostgresTool.RunScriptAsync(site.OwnerConnectionString, Path.Combine(folder, "dump.sql"));
        await site.ExecuteAsync(MoveTimes);
        var journal = Directory.CreateDirectory(Path.Combine(Configure(site), "data/erasure-journal"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "erasure-journal")))
        {
            File.Copy(file, Path.Combine(journal.FullName, Path.GetFileName(file)));
        }
    }

    /// <summary>Puts an event file of these references and events into the partner's inbox, and waits for its receipt.</summary>
    public static async Task TellAsync(WorkerSite site, WorkerProcess worker, string name, params (string Reference, string Kind)[] events)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = new StringBuilder(PartnerRig.EventHeader);
        for (var i = 0; i < events.Length; i++)
        {
            var (reference, kind) = events[i];
            var rest = kind switch
            {
                "PRODUCED" => "MIFARE;04A1B2C3D4E5;;;;;;",
                "SHIPPED" => ";;;;;S-1;T-1;",
                "INVOICED" => ";;;;;;;I-1",
                _ => ";;;;;;;",
            };
            var at = now.AddSeconds(i - events.Length);
            text.Append(CultureInfo.InvariantCulture,
                $"{name}-{i};{at:yyyy-MM-ddTHH:mm:ssZ};{await NumberAsync(site, reference)};{kind};;{rest}\r\n");
        }

        site.Drop("partner", name + ".csv", text.ToString());
        await ReceiptAsync(site, "partner", name, worker);
        Assert.Equal("ACCEPTED", site.Receipt("partner", name)["file_status"]);
    }

    /// <summary>All lines of back-reports that the customer has got.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Reported(WorkerSite site) =>
        site.Delivered(Customer, "out/reports").Where(name => name.StartsWith("BRP_", StringComparison.Ordinal))
            .SelectMany(name => AnswerFile.Read(File.ReadAllBytes(Path.Combine(site.Area(Customer), "out/reports", name))))
            .Where(line => line["record_type"] == "D");

    public static Task ReceiptAsync(WorkerSite site, string area, string name, WorkerProcess worker) => Until.TrueAsync(
        () => site.Delivered(area, "out/receipts").Contains($"RCP_{name}.csv"), Longest, () => worker.Output);

    // F1 is row 1 of the only order, and so on.
    private static async Task<string> NumberAsync(WorkerSite site, string reference) =>
        (await site.QueryAsync($"select card_no from orders.card where row_no = {reference[1..]}"))[0];

    // Every time but those that the audit log's HMACs cover.
    private const string MoveTimes = """
        do $$
        declare
            stored record;
            age interval := now() - (select max(recorded_at) from audit.entry);
        begin
            for stored in select table_schema, table_name, column_name from information_schema.columns
                where table_schema in ('exchange', 'orders', 'vault', 'retention') and data_type = 'timestamp with time zone'
            loop
                execute format('update %I.%I set %I = %3$I + $1 where isfinite(%3$I)', stored.table_schema, stored.table_name,
                    stored.column_name) using age;
            end loop;
        end $$;
        """;
}
