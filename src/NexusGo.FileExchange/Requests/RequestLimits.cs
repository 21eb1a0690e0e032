namespace NexusGo.FileExchange.Requests;

/// <summary>
/// How much one file of requests may select, all rows together, because ten thousand rows may each select everything a customer has. Rows
/// are taken in their order as far as the limits go; those beyond are told that they select too much.
/// </summary>
internal static class RequestLimits
{
    /// <summary>Cards that are read and decided about one by one.</summary>
    public const long CardsRead = 100_000;

    /// <summary>Cards that are only counted.</summary>
    public const long CardsCounted = 1_000_000;

    /// <summary>Rows that select by days and so look at every order.</summary>
    public const int RowsByDays = 100;

    /// <summary>Rows that ask for a report each.</summary>
    public const int Reports = 20;

    /// <summary>An erasure of more cards than this is not done in the transaction of its request.</summary>
    public const long CardsErasedAtOnce = 10_000;

    /// <summary>Erasures of more requests than this share one record.</summary>
    public const int ErasuresApart = 100;

    /// <summary>The rows about cards that may be looked up at all.</summary>
    /// <param name="rows">Rows about cards, in their order.</param>
    /// <param name="tooMany">Gets the numbers of the others.</param>
    public static List<RequestRow> LookedUp(IReadOnlyList<RequestRow> rows, ISet<int> tooMany)
    {
        var byDays = 0;
        return [.. rows.Where(row => row.Selector is not (RequestSelector.AllBefore or RequestSelector.Period) || ++byDays <= RowsByDays
            || !tooMany.Add(row.RowNumber))];
    }

    /// <summary>Which rows' cards are read one by one; the other rows' cards are counted.</summary>
    /// <param name="rows">Rows that are looked up, in their order.</param>
    /// <param name="estimates">At most so many cards does a row select, by its number; a row without an estimate selects one.</param>
    /// <param name="tooMany">Gets the numbers of rows that are neither read nor counted.</param>
    public static HashSet<int> Read(IReadOnlyList<RequestRow> rows, IReadOnlyDictionary<int, long> estimates, ISet<int> tooMany)
    {
        var (cards, counted) = (0L, 0L);
        var read = new HashSet<int>();
        foreach (var row in rows)
        {
            var estimate = estimates.GetValueOrDefault(row.RowNumber, 1);
            var isRead = row.Action!.Value.Rule().ChangesCards && !(row.Action == RequestAction.Erase && estimate > CardsErasedAtOnce);
            if (isRead ? cards + estimate > CardsRead : counted + estimate > CardsCounted)
            {
                tooMany.Add(row.RowNumber);
                continue;
            }

            (cards, counted) = isRead ? (cards + estimate, counted) : (cards, counted + estimate);
            if (isRead)
            {
                read.Add(row.RowNumber);
            }
        }

        return read;
    }
}
