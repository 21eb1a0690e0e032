using System.Text;
using CsvHelper;

namespace NexusGo.FileExchange.Demo;

/// <summary>Reads the card numbers of a file of cancellations.</summary>
internal static class CancellationReader
{
    public static async Task<IReadOnlyList<string>> ReadAsync(MemoryStream content, CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.Create(content,
            new CsvReaderOptions { Separator = ';', Encoding = Encoding.UTF8, IncludeValuesInExceptions = false });
        var cards = new List<string>();
        while (await csv.ReadAsync(cancellationToken))
        {
            var column = Enumerable.Range(0, csv.Headers.Count).First(i => csv.Headers[i] == "card_no");
            cards.Add(csv.GetString(column));
        }

        return cards;
    }
}
