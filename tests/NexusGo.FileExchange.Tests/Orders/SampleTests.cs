using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NexusGo.FileExchange.Demo;
using NexusGo.FileExchange.Inbound.Workbook;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>The customers' samples get the answers the manual promises, as far as the reader decides.</summary>
public class SampleTests
{
    // Decided by what the register already holds.
    private static readonly string[] StoreCodes = ["E-REF-02", "W-DUP-01"];

    // A zip file's answer needs its photos: the demo sends all samples through the product.
    public static TheoryData<string> Names => [.. Expected().RootElement.EnumerateObject().Select(f => f.Name)
        .Where(name => !name.EndsWith(".zip", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_sample_gets_its_promised_answer(string name)
    {
        var expected = Expected().RootElement.GetProperty(name);
        var file = await Reading.Bytes(await TextOfAsync(Path.Combine(Folder(), name)));

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

    /// <summary>The file's bytes, of a workbook the text that its sheet stands for.</summary>
    private static async Task<byte[]> TextOfAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        if (!path.EndsWith(".xlsx", StringComparison.Ordinal))
        {
            return bytes;
        }

        var (workbook, refusal) = WorkbookFile.Open(() => new MemoryStream(bytes), 1 << 20, 100,
            WorkbookColumns.Of(DemoProfile.Create()).KindOf);
        Assert.Null(refusal);
        using var text = new MemoryStream();
        await workbook!.Rows.CopyToAsync(text);
        return text.ToArray();
    }

    [Fact]
    public void The_photos_of_the_sample_are_faces_that_the_demo_drew()
    {
        var drawn = new MemoryStream();
        DemoPhotoOrder.Write(drawn);
        var sample = Path.Combine(Folder(), "ORD_DEMO_000021_photos.zip");
        if (Environment.GetEnvironmentVariable("NEXUSGO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllBytes(sample, drawn.ToArray());
        }

        Assert.Equal(Entries(drawn), Entries(File.OpenRead(sample)));

        static IEnumerable<string> Entries(Stream zip)
        {
            using var archive = new ZipArchive(zip);
            return [.. archive.Entries.Select(entry => $"{entry.FullName} {entry.Length}")];
        }
    }

    [Fact]
    public void Every_sample_has_an_expected_answer_and_its_counts_add_up()
    {
        Assert.Equal(
            Directory.GetFiles(Folder(), "ORD_*").Select(Path.GetFileName).Order(StringComparer.Ordinal),
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
