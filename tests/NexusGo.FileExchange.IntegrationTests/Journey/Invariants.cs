using System.Security.Cryptography;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>What must hold of database, area and disk once every file is answered, whatever happened on the way.</summary>
internal static class Invariants
{
    /// <summary>Files, reports and cards that are not as they must be; asked with no worker running.</summary>
    /// <param name="site">Where.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="files">How many files were dropped.</param>
    /// <param name="foreign">How many files in the customer's report folders are not ours.</param>
    public static async Task<IReadOnlyList<string>> FaultsAsync(WorkerSite site, string customer, int files, int foreign)
    {
        var faults = new List<string>();
        async Task Expect(string what, string sql, string expected = "0")
        {
            var found = string.Join(',',
                await site.QueryAsync(sql.Replace("{c}", $"customer_id = '{customer}'", StringComparison.Ordinal)));
            if (found != expected)
            {
                faults.Add($"{what}: {found} and not {expected}");
            }
        }

        await Expect("files stored", "select count(*) from exchange.inbound_file where {c}", $"{files}");
        await Expect("files not closed", "select count(*) from exchange.inbound_file where {c} and state <> 'CLOSED'");
        await Expect("reports not delivered", "select count(*) from exchange.pending_report where {c} and delivered_at is null");
        await Expect("receipts", "select count(*) from exchange.pending_report where {c} and kind = 'RCP'", $"{files}");
        await Expect("files without exactly one receipt",
            "select count(*) from exchange.inbound_file f where {c} and 1 <> (select count(*) from exchange.pending_report r where "
            + "r.file_id = f.file_id and kind = 'RCP')");

        // A look may catch a test's file while it is being put there, under a name that nobody answers.
        await Expect("sightings left",
            "select count(*) from exchange.sighting where {c} and position('/.uploading-' in convert_from(path, 'UTF8')) = 0");
        await Expect("files whose cards do not add up", """
            select count(*) from exchange.inbound_file f where {c} and not is_test and coalesce(rows_accepted + rows_on_hold, 0) <>
                (select count(*) from orders.card_order o join orders.card k using (order_id) where o.file_id = f.file_id)
            """);
        await Expect("orders whose cards do not add up",
            "select count(*) from orders.card_order o where {c} and cards <> (select count(*) from orders.card k where k.order_id = "
            + "o.order_id)");
        await Expect("cards without an order",
            "select count(*) from orders.card where {c} and order_id not in (select order_id from orders.card_order)");
        await Expect("cards of one reference",
            "select count(*) from (select from orders.card where {c} group by ref_index having count(*) > 1) d");
        await Expect("cards whose person is not in the register", """
            select count(*) from orders.card k where {c} and person_index is not null
                and 1 <> (select count(*) from orders.card_person p where p.card_id = k.card_id and p.person_index = k.person_index
                    and p.customer_id = k.customer_id)
            """);
        await Expect("persons in the register without their card",
            "select count(*) from orders.card_person p where {c} and not exists (select from orders.card k where k.card_id = p.card_id "
            + "and k.person_index = p.person_index)");
        await Expect("cards of one number",
            "select count(*) from (select from orders.card where {c} and card_no is not null group by card_no having count(*) > 1) d");
        await Expect("audit entries of stored files", "select count(*) from audit.entry where {c} and action = 'FILE_STORED'", $"{files}");
        await Expect("gaps in the audit chain",
            "select count(*) from audit.entry where {c} and entry_no > (select entry_no from audit.head where {c})");
        await Expect("report blocks without their report", """
            select count(*) from exchange.sealed_block where {c} and owner_id not in (select report_id from exchange.pending_report)
                and owner_id not in (select file_id from exchange.quarantined_file)
            """);

        faults.AddRange(site.Names(customer, "in").Concat(site.Names(customer, "in/test")).Select(name => $"left in the inbox: {name}"));
        faults.AddRange(Directory.EnumerateFiles(site.Area(customer), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f).StartsWith('.')).Select(f => $"temporary file left: {f}"));
        faults.AddRange(Directory.EnumerateFiles(site.Folder, "*.spool", SearchOption.AllDirectories).Select(f => $"spool file left: {f}"));

        // What the customer was told, as it lies in its folders: a receipt for each file, and a card for each row that was taken. No column
        // of ours takes part.
        var answers = Path.Combine(site.Area(customer), "out", "receipts");
        var receipts = Directory.EnumerateFiles(answers, "RCP_*").Count();
        if (receipts != files)
        {
            faults.Add($"{receipts} receipts in the folder for {files} files");
        }

        var taken = Directory.EnumerateFiles(answers, "RES_*")
            .Where(path => !Path.GetFileName(path).StartsWith("RES_TEST_", StringComparison.Ordinal))
            .SelectMany(path => AnswerFile.Read(File.ReadAllBytes(path)))
            .Count(row => row.GetValueOrDefault("outcome") is "ACCEPTED" or "ON_HOLD");
        await Expect("cards for the rows that the customer was told were taken", "select count(*) from orders.card where {c}", $"{taken}");
        await Expect("audit entries out of their order",
            "select count(*) from (select entry_no, row_number() over (order by entry_no) as place from audit.entry where {c}) e where "
            + "entry_no <> place");

        // The reports on the server are exactly those of the ledger, byte for byte.
        var ledger = await site.QueryAsync(
            $"select folder || name, encode(sha256, 'hex') from exchange.pending_report where customer_id = '{customer}'");
        foreach (var entry in ledger.Select(row => row.Split('|')))
        {
            var path = entry[0].StartsWith(site.Area(customer), StringComparison.Ordinal) ? entry[0] : site.Area(customer) + entry[0];
            if (!File.Exists(path))
            {
                faults.Add($"delivered, but not there: {entry[0]}");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path))) != entry[1])
            {
                faults.Add($"another content than stored: {entry[0]}");
            }
        }

        var reports = Directory.EnumerateFiles(Path.Combine(site.Area(customer), "out"), "*", SearchOption.AllDirectories).Count();
        if (reports != ledger.Count + foreign)
        {
            faults.Add($"{reports} files in the report folders, {ledger.Count} in the ledger, {foreign} foreign");
        }

        return faults;
    }
}
