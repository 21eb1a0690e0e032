using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Benchmarks.Production;

/// <summary>
/// Events of a card's way, each possible when it comes: of cards that were ordered together, as a factory finishes them, or of cards from
/// all over.
/// </summary>
internal sealed class BenchStories(long[] cards)
{
    private const string Header =
        "event_id;event_time;card_no;event;reason_code;chip_type;uid_hex;hid_format;hid_facility;hid_number;shipment_no;tracking_no;"
        + "invoice_no\r\n";

    /// <summary>Prime, and far from any number of cards in a page.</summary>
    private const long Stride = 7_368_787;

    private static readonly string[] Way = ["IN_PRODUCTION", "PRODUCED", "SHIPPED", "DELIVERED"];

    private readonly DateTimeOffset start = TimeProvider.System.GetUtcNow();
    private readonly int[] steps = new int[cards.Length];
    private long together;
    private long scattered;
    private long told;

    /// <summary>The text of the next event file.</summary>
    public byte[] Next(int count, bool isScattered)
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < count; i++)
        {
            int card;
            do
            {
                card = (int)((isScattered ? ++scattered * Stride : together++) % cards.Length);
            }
            while (steps[card] == Way.Length);
            Add(text, card, steps[card]++);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private void Add(StringBuilder text, int card, int step)
    {
        // Ids of a factory are in no order that an index would like.
        var id = string.Create(CultureInfo.InvariantCulture, $"{++told * 2_654_435_761 & 0xFFFFFFFF:x8}-{told:x8}");
        var chip = Way[step] == "PRODUCED" ? string.Create(CultureInfo.InvariantCulture, $"MIFARE;04{card:X12};;;") : ";;;;";
        text.Append(CultureInfo.InvariantCulture,
            $"{id};{start.AddSeconds(step).UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'};{cards[card]};{Way[step]};;{chip};;;\r\n");
    }
}
