using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Requests;

/// <summary>The columns of a request file and which field of a line each is.</summary>
internal sealed class RequestColumns
{
    public static readonly IReadOnlyList<string> All = ["request_ref", "action", "selector_type", "selector", "from", "to", "reason_code"];

    /// <summary>Without these no row says anything.</summary>
    private const int Mandatory = 4;

    private static readonly Dictionary<string, int> ByName = MakeNames();

    private readonly int[] index;

    private RequestColumns(int[] index, int fields) => (this.index, Fields) = (index, fields);

    /// <summary>Number of named columns in the file.</summary>
    public int Fields { get; }

    public static bool IsKnown(string header) => HeaderName.Readings(header).Any(ByName.ContainsKey);

    /// <summary>0-based index in a line of column <paramref name="column"/> of <see cref="All"/>, or -1.</summary>
    public int IndexOf(int column) => index[column];

    /// <summary>Reads the header row, or says why not.</summary>
    public static FileRefusal? Read(IReadOnlyList<string> header, Hints hints, long line, out RequestColumns columns)
    {
        var names = header.ToList();
        while (names.Count > 0 && HeaderName.Normalise(names[^1]).Length == 0)
        {
            names.RemoveAt(names.Count - 1);
        }

        columns = new RequestColumns([.. Enumerable.Repeat(-1, All.Count)], names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var reading = HeaderName.Readings(names[i]).FirstOrDefault(ByName.ContainsKey);
            if (reading is null)
            {
                // A heading that is none may be somebody's data: only its place is told.
                return new FileRefusal("F-HDR-03", line, (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    hints.Column(i + 1));
            }

            var column = ByName[reading];
            if (columns.index[column] >= 0)
            {
                return new FileRefusal("F-HDR-02", line, All[column], hints.Column(i + 1));
            }

            columns.index[column] = i;
        }

        var missing = Array.IndexOf(columns.index, -1);
        return missing is >= 0 and < Mandatory ? new FileRefusal("F-HDR-04", line, All[missing], hints.MissingColumn) : null;
    }

    private static Dictionary<string, int> MakeNames()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < All.Count; i++)
        {
            names.Add(HeaderName.Normalise(All[i]), i);
        }

        foreach (var (alias, column) in new[]
        {
            ("referens", 0), ("begäransreferens", 0), ("åtgärd", 1), ("urvalstyp", 2), ("urval", 3), ("från", 4), ("till", 5),
            ("orsakskod", 6),
        })
        {
            names.Add(alias, column);
        }

        return names;
    }
}
