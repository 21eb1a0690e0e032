using System.Numerics;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders.Rules;

namespace NexusGo.FileExchange.Orders;

/// <summary>Which field of a line belongs to which column, for one file.</summary>
internal sealed class HeaderMap
{
    private readonly int[] indexOf = new int[64];

    private HeaderMap(int fields)
    {
        Fields = fields;
        Array.Fill(indexOf, -1);
    }

    /// <summary>Number of named columns.</summary>
    public int Fields { get; }

    /// <summary>The rules of the columns that are there, in standard order, with the 0-based index of the field.</summary>
    public (ColumnRule Rule, int Index)[] Columns { get; private set; } = [];

    /// <summary>0-based index of a field in a line, or -1.</summary>
    public int IndexOf(CardField field) => indexOf[(int)field];

    /// <summary>Reads the header row, or says why not. Empty cells at its end, which spreadsheets leave behind, do not count.</summary>
    public static FileRefusal? Read(IReadOnlyList<string> header, OrderRules rules, Hints hints, long line, out HeaderMap map)
    {
        var names = header.ToList();
        while (names.Count > 0 && HeaderName.Normalise(names[^1]).Length == 0)
        {
            names.RemoveAt(names.Count - 1);
        }

        map = new HeaderMap(names.Count);
        if (!names.Exists(n => IsKnown(n, rules)))
        {
            return new FileRefusal("F-HDR-01", line, "", hints.NoColumnKnown);
        }

        if (names.Count > rules.Limits.Columns)
        {
            return new FileRefusal("F-COL-01", line, "", hints.AtMost(rules.Limits.Columns));
        }

        var columns = new List<(ColumnRule Rule, int Index)>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!rules.TryGetColumn(names[i], out var rule))
            {
                // What stands in an unknown header may be somebody's data: only its place is told.
                return rules.IsUndeclared(names[i], out var standard)
                    ? new FileRefusal("F-HDR-03", line, standard, hints.Column(i + 1))
                    : new FileRefusal("F-HDR-03", line, (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                        HeaderName.Normalise(names[i]).Length == 0 ? hints.ColumnWithoutName(i + 1) : hints.Column(i + 1));
            }

            if (map.indexOf[(int)rule.Field] >= 0)
            {
                return new FileRefusal("F-HDR-02", line, rule.Name, hints.Column(i + 1));
            }

            map.indexOf[(int)rule.Field] = i;
            columns.Add((rule, i));
        }

        map.Columns = [.. columns.OrderBy(c => c.Rule.Field)];
        return map.Missing(rules, hints, line);
    }

    /// <summary>Whether a heading means a column, declared or not.</summary>
    public static bool IsKnown(string header, OrderRules rules) =>
        rules.TryGetColumn(header, out _) || rules.IsUndeclared(header, out _);

    private FileRefusal? Missing(OrderRules rules, Hints hints, long line)
    {
        for (var wanted = rules.AlwaysRequired | rules.RequiredByAll; wanted != 0; wanted &= wanted - 1)
        {
            var field = (CardField)BitOperations.TrailingZeroCount(wanted);
            if (IndexOf(field) < 0)
            {
                return new FileRefusal("F-HDR-04", line, OrderColumns.NameOf(field), hints.MissingColumn);
            }
        }

        var wholeAddress = true;
        for (var field = CardField.Recipient; field <= CardField.Country; field++)
        {
            wholeAddress &= IndexOf(field) >= 0;
        }

        return wholeAddress || IndexOf(CardField.DeliveryAddressId) >= 0
            ? null
            : new FileRefusal("F-HDR-04", line, OrderColumns.NameOf(CardField.DeliveryAddressId), hints.AddressColumns);
    }
}
