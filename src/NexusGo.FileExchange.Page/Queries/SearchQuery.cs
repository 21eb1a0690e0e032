using System.Globalization;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>A card that a search found.</summary>
public sealed record CardHit(string Customer, long CardNo, string Product, string Status);

/// <summary>What a search found.</summary>
public sealed record SearchHits(IReadOnlyList<FileRow> Files, IReadOnlyList<CardHit> Cards);

/// <summary>Finds files by the beginning of their name, their id or their order's number, and cards by their number.</summary>
internal sealed class SearchQuery(PageDatabase database)
{
    public const int Most = 50;

    public async Task<SearchHits> FindAsync(string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        var files = new List<FileRow>();
        IReadOnlyList<CardHit> cards = [];
        if (text.Length == 0)
        {
            return new SearchHits(files, cards);
        }

        if (Guid.TryParse(text, out var id))
        {
            files.AddRange(await FilesAsync("f.file_id = $1", id, cancellationToken));
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            files.AddRange(await FilesAsync("f.file_id = (select file_id from orders.card_order where order_no = $1)", number,
                cancellationToken));
            cards = await database.QueryAsync("select customer_id, card_no, product_code, status from orders.card where card_no = $1",
                reader => new CardHit(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3)), [number],
                cancellationToken);
        }

        // The ledger has names with identity numbers masked.
        files.AddRange(await FilesAsync("f.name like $1", Prefix(MaskedName.Of(text)), cancellationToken));
        return new SearchHits([.. files.DistinctBy(file => file.FileId)], cards);
    }

    private Task<IReadOnlyList<FileRow>> FilesAsync(string which, object value, CancellationToken cancellationToken) =>
        database.QueryAsync($"""
            select {CustomerQuery.FileColumns} from exchange.inbound_file f where {which} order by f.claimed_at desc limit {Most}
            """, CustomerQuery.ReadFile, [value], cancellationToken);

    private static string Prefix(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
