using CsvHelper;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Inbound.Text.CodePages;
using NexusGo.FileExchange.Orders.Rules;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Checks one line after the other against the rules and fills the reader's <see cref="CheckedRow"/>. This part is what the rules see:
/// where they put stored values and findings.
/// </summary>
internal sealed partial class RowCheck(OrderRules rules, HeaderMap map, CsvReader csv, CodePageEvidence evidence)
{
    private readonly int[] starts = new int[64];
    private readonly int[] lengths = new int[64];
    private readonly List<(int Order, RowFinding Finding)> found = [];
    private byte[] content = new byte[2048];
    private int contentLength;
    private ulong written;
    private byte[] folded = new byte[512];
    private byte[] foldedRaw = new byte[64];
    private bool mayFold;
    private bool hasMarks;

    public CheckedRow Row { get; } = new();

    public Hints Hints { get; } = new(rules.Language);

    /// <summary>The row's layout, or null when unknown.</summary>
    public ProductRule? Product { get; private set; }

    /// <summary>The birth date in a sound identity number of this row.</summary>
    public DateOnly? IdentityBirthDate { get; set; }

    /// <summary>Whether the file has that column.</summary>
    public bool Has(CardField field) => map.IndexOf(field) >= 0;

    /// <summary>
    /// Another field as it stands in the file, folded and without outer blanks; empty when there is no such column. Valid until the next
    /// call.
    /// </summary>
    public ReadOnlySpan<byte> Raw(CardField field)
    {
        var index = map.IndexOf(field);
        if (index < 0)
        {
            return default;
        }

        var value = TextValue.Trim(csv.GetSpan(index));
        return mayFold ? TextFolding.Fold(value, ref foldedRaw) : value;
    }

    /// <summary>Adds a field to the row's content. Rules are run in ascending field order.</summary>
    public void Write(CardField field, ReadOnlySpan<byte> value)
    {
        if (content.Length - contentLength < value.Length + CardContent.MaxFieldOverhead)
        {
            Array.Resize(ref content, (content.Length + value.Length) * 2);
        }

        contentLength += CardContent.WriteField(content.AsSpan(contentLength), field, value);
        starts[(int)field] = contentLength - value.Length;
        lengths[(int)field] = value.Length;
        written |= ProductRule.Bit(field);
    }

    public void Fail(ColumnRule rule, string code, string hint = "") => Fail(rule.Field, code, hint);

    /// <summary>Checks a text for invisible characters, and its length against the column's and the layout's limit.</summary>
    public bool TryText(ColumnRule rule, ReadOnlySpan<byte> value, int max, string tooLong, out ReadOnlySpan<byte> text)
    {
        text = value;
        var bad = TextValue.FindInvisible(value);
        if (bad > 0)
        {
            Fail(rule, "E-VAL-03", Hints.Position(bad));
            return false;
        }

        max = Math.Min(max, Product?.MaxLengths[(int)rule.Field] ?? int.MaxValue);
        if (text.Length > max)
        {
            var length = TextValue.CountCharacters(text);
            if (length > max)
            {
                Fail(rule, tooLong, Hints.TooLong(length, max));
                return false;
            }
        }

        return true;
    }

    private void Fail(CardField field, string code, string hint) =>
        found.Add(((int)field, new RowFinding(code, OrderColumns.NameOf(field), hint)));

    private ReadOnlySpan<byte> Stored(CardField field) =>
        (written & ProductRule.Bit(field)) != 0 ? content.AsSpan(starts[(int)field], lengths[(int)field]) : default;
}
