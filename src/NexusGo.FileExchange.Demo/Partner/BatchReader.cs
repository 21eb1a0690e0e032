using System.IO.Compression;
using System.Text;
using CsvHelper;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Demo;

/// <summary>A card of a batch: what the simulated partner needs of it. Names and addresses are passed over.</summary>
/// <param name="CardNo">Its number.</param>
/// <param name="Expected">Event columns that its PRODUCED has to fill.</param>
internal sealed record OrderedCard(string CardNo, IReadOnlyList<string> Expected);

/// <summary>Reads cards.csv out of a batch's zip file, in whichever dialect the agreement gives it.</summary>
internal static class BatchReader
{
    public static async Task<IReadOnlyList<OrderedCard>> ReadAsync(Stream zipped, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var zip = await ZipArchive.CreateAsync(zipped, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null,
                cancellationToken);
            var entry = zip.GetEntry("cards.csv") ?? throw Unreadable(name, "has no cards.csv");
            await using var content = await entry.OpenAsync(cancellationToken);
            return await CardsAsync(content, name, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or CsvFormatException)
        {
            throw Unreadable(name, "is no sound zip file with a CSV file in it");
        }
    }

    private static async Task<IReadOnlyList<OrderedCard>> CardsAsync(Stream content, string name, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        bytes.Position = 0;
        await using var csv = CsvReader.Create(bytes, new CsvReaderOptions
        {
            Separator = SeparatorOf(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)),
            HasHeader = false,
            DetectSeparatorHint = false,
            Encoding = Encoding.UTF8,
            IncludeValuesInExceptions = false,
        });
        if (!await csv.ReadAsync(cancellationToken))
        {
            return [];
        }

        var header = Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i).TrimStart('\uFEFF')).ToArray();
        var (number, fields) = (Array.IndexOf(header, "card_no"), Array.IndexOf(header, "expected_report_fields"));
        if (number < 0 || fields < 0)
        {
            throw Unreadable(name, "lacks card_no or expected_report_fields");
        }

        var cards = new List<OrderedCard>();
        while (await csv.ReadAsync(cancellationToken))
        {
            cards.Add(new OrderedCard(csv.GetString(number),
                csv.GetString(fields).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        }

        return cards;
    }

    private static char SeparatorOf(ReadOnlySpan<byte> content) => content.IndexOfAny(";,\t"u8) is var at and >= 0
        ? (char)content[at] : ';';

    private static FileExchangeException Unreadable(string name, string what) =>
        new(FailureReason.RemoteFailure, isTransient: false, $"Batch {name} {what}.");
}
