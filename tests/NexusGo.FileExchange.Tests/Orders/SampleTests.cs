using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>The customers' samples get the answers the manual promises, as far as the reader decides.</summary>
public class SampleTests
{
    // Decided by what the register already holds.
    private static readonly string[] StoreCodes = ["E-REF-02", "W-DUP-01"];

    public static TheoryData<string> Names => [.. Expected().RootElement.EnumerateObject().Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sample_gets_its_promised_answer(string name)
    {
        var expected = Expected().RootElement.GetProperty(name);
        var file = await Reading.Bytes(await File.ReadAllBytesAsync(Path.Combine(Folder(), name)));

        Assert.Equal(expected.GetProperty("error_code").GetString(), file.Refusal?.Code ?? "");
        if (file.Refusal is not null)
        {
            return;
        }

        Assert.Equal(
            expected.GetProperty("rows").EnumerateArray().Select(r => (
                r.GetProperty("row_no").GetInt32(),
                Outcome(r),
                StoreCodes.Contains(r.GetProperty("first_error_code").GetString()) ? "" : r.GetProperty("first_error_code").GetString(),
                r.GetProperty("ref").GetString())),
            file.Rows.Select(r => (r.Number, (string?)(r.Rejected ? "REJECTED" : r.Hold is null ? "ACCEPTED" : "ON_HOLD"),
                (string?)(r.FirstCode ?? ""), (string?)r.Ref)));

        static string? Outcome(JsonElement row) =>
            StoreCodes.Contains(row.GetProperty("first_error_code").GetString()) || row.GetProperty("outcome").GetString() == "UNCHANGED"
                ? "ACCEPTED" : row.GetProperty("outcome").GetString();
    }

    [Fact]
    public void Every_sample_has_an_expected_answer_and_its_counts_add_up()
    {
        Assert.Equal(
            Directory.GetFiles(Folder(), "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Expected().RootElement.EnumerateObject().Select(f => f.Name).Order(StringComparer.Ordinal));
        foreach (var file in Expected().RootElement.EnumerateObject())
        {
            var parts = new[] { "rows_accepted", "rows_rejected", "rows_on_hold", "rows_unchanged" }
                .Sum(p => file.Value.GetProperty(p).GetInt32());
            Assert.Equal(file.Value.GetProperty("rows_total").GetInt32(), parts);
        }
    }

    internal static string Folder([CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "samples", "orders"));

    private static JsonDocument Expected() => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "expected.json")));
}
