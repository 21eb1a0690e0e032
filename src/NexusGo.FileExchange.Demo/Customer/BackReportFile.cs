using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NexusGo.FileExchange.Demo;

/// <summary>A back-report as a customer's program would read and check it. For the demo.</summary>
internal sealed record BackReportFile(string Name, IReadOnlyList<IReadOnlyDictionary<string, string>> Lines, long Sequence, long Previous,
    string? Fault)
{
    public static BackReportFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var records = DemoAnswers.Parse(Encoding.UTF8.GetString(content));
        var (lines, trailer) = (records.SkipLast(1).ToArray(), records is [.., var last] ? last : new Dictionary<string, string>());
        string Of(string column) => trailer.GetValueOrDefault(column, "");
        long Number(string column) => long.TryParse(Of(column), CultureInfo.InvariantCulture, out var number) ? number : -1;

        // The fields of the T line stand in the columns of the D lines: count, hash, number, number before.
        var start = content.AsSpan().LastIndexOf("\n\"T\""u8) + 1;
        var fault = Of("record_type") != "T" ? "no T line"
            : Number("event_id") != lines.Length ? "the T line counts other lines"
            : Of("event_time") != Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, start))) ? "the SHA-256 does not fit"
            : null;
        return new BackReportFile(Path.GetFileName(path), lines, Number("order_no"), Number("customer_ref"), fault);
    }
}
