using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>
/// A handful of files of every fate, and what must have become of each in the end, however often the worker died meanwhile.
/// </summary>
internal sealed class DroppedSet(WorkerSite site, string customer, int number)
{
    private const string PersonHeader = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";

    /// <summary>More than the spool keeps in memory, and several batches of rows.</summary>
    private const int RowsOfBig = 9_000;

    private readonly List<string> extra = [];

    public bool WithBig { get; init; }

    private string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"ORD_{number}_{kind}");

    public void Drop()
    {
        var good = Header + Row("G1") + Row("G2") + Row("G3");
        site.Drop(customer, Name("GOOD") + ".csv.ctl",
            $"rows=3\nsha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(good)))}\nlocal_id=set-{number}\n");
        site.Drop(customer, Name("GOOD") + ".csv", good);
        site.Drop(customer, Name("SAME") + ".csv", good);
        site.Drop(customer, Name("PART") + ".csv", Header + Row("P1") + $"P2-{number};NOPE;HQ\r\n" + Row("P3"));
        site.Drop(customer, Name("WRONG") + ".csv", "customer_ref;product_code;shoe_size\r\nW1;VISITOR;42\r\n");
        site.Drop(customer, Name("FOREIGN") + ".csv",
            PersonHeader + $"F1-{number};ID-STD;Åsa;Ek;{TestPersons.Get(number).IdentityNumber};HQ\r\n");
        site.Drop(customer, $"RES_{Name("FOREIGN")}.csv", "the customer's own", "out/receipts");
        site.Drop(customer, Name("BENCH") + ".csv", Header + Row("B1"), "in/test");
        if (WithBig)
        {
            site.Drop(customer, Name("BIG") + ".csv",
                Header + string.Concat(Enumerable.Range(1, RowsOfBig).Select(i => Row($"X{i:00000000000000000000}"))));
        }
    }

    /// <summary>Notes a file that the test itself dropped beside the set.</summary>
    public string Extra(string kind)
    {
        extra.Add(kind);
        return Name(kind) + ".csv";
    }

    /// <summary>The rows of a file that is only to be right.</summary>
    public string Content(string kind) => Header + Row(kind + "1");

    private string Row(string reference) => $"{reference}-{number};VISITOR;HQ\r\n";

    public IEnumerable<string> FileNames =>
        [.. new[] { "GOOD", "SAME", "PART", "WRONG", "FOREIGN", "BENCH" }.Concat(WithBig ? ["BIG"] : []).Concat(extra)
            .Select(kind => Name(kind) + ".csv")];

    public bool IsAnswered => FileNames.All(name => File.Exists(Path.Combine(site.Area(customer), "out/receipts", ReceiptOf(name))));

    /// <summary>Everything that is not as it should be.</summary>
    public IEnumerable<string> Faults()
    {
        var good = Status("GOOD");
        var same = Status("SAME");
        if (!(good == "ACCEPTED 3 3 0" && same == "DUPLICATE 0 0 0") && !(same == "ACCEPTED 3 3 0" && good == "DUPLICATE 0 0 0"))
        {
            yield return $"set {number}: of two equal files one is {good}, the other {same}";
        }

        foreach (var (kind, expected) in new[] { ("PART", "PARTIAL 3 2 1"), ("WRONG", "REJECTED 0 0 0"), ("FOREIGN", "ACCEPTED 1 1 0") }
            .Concat(WithBig ? [("BIG", $"ACCEPTED {RowsOfBig} {RowsOfBig} 0")] : []))
        {
            if (Status(kind) != expected)
            {
                yield return $"set {number}: {kind} is {Status(kind)} and not {expected}";
            }
        }

        if (Status("BENCH") != "ACCEPTED 1 1 0")
        {
            yield return $"set {number}: the test folder's file is {Status("BENCH")}";
        }

        foreach (var kind in extra.Where(kind => !Status(kind).StartsWith("ACCEPTED", StringComparison.Ordinal)))
        {
            yield return $"set {number}: {kind} is {Status(kind)}";
        }

        if (File.ReadAllText(Path.Combine(site.Area(customer), "out/receipts", $"RES_{Name("FOREIGN")}.csv")) != "the customer's own")
        {
            yield return $"set {number}: a foreign file was replaced";
        }

        foreach (var kind in new[] { "PART", "WRONG" }
            .Where(kind => !File.Exists(Path.Combine(site.Area(customer), "out/errors", $"ERR_{Name(kind)}.csv"))))
        {
            yield return $"set {number}: {kind} has no error file";
        }

        var results = AnswerFile.Read(File.ReadAllBytes(Path.Combine(site.Area(customer), "out/receipts", $"RES_{Name("PART")}.csv")));
        if (string.Join(' ', results.Select(r => r["outcome"])) != "ACCEPTED REJECTED ACCEPTED")
        {
            yield return $"set {number}: the results of PART say {string.Join(' ', results.Select(r => r["outcome"]))}";
        }
    }

    private string Status(string kind)
    {
        var path = Path.Combine(site.Area(customer), "out/receipts", ReceiptOf(Name(kind) + ".csv"));
        if (!File.Exists(path))
        {
            return "not answered";
        }

        var receipt = Assert.Single(AnswerFile.Read(File.ReadAllBytes(path)));
        return $"{receipt["file_status"]} {receipt["rows_total"]} {receipt["rows_accepted"]} {receipt["rows_rejected"]}";
    }

    private static string ReceiptOf(string name) => $"RCP_{(name.Contains("_BENCH", StringComparison.Ordinal) ? "TEST_" : "")}{name}";
}
