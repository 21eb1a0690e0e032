namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// What the planner may use for the statements that follow in a transaction. Tables that the transaction has just filled have no
/// statistics, and row-level security hides from the planner how many rows it leaves, so it would read all cards where a few are looked up.
/// Each name says the plan that was seen to hold from ten cards to millions.
/// </summary>
internal static class PlannerHints
{
    /// <summary>
    /// Any plan but one that reads a table from end to end. For a table that this transaction fills, and for look-ups of ids in one table.
    /// </summary>
    public const string NoTableScan = "set local enable_seqscan = off";

    /// <summary>Nested loops of index scans. For look-ups by lists of ids.</summary>
    public const string ByIndex = NoTableScan + "; set local enable_hashjoin = off; set local enable_mergejoin = off";

    /// <summary>Nested loops of index scans in the order in which the statement names its tables.</summary>
    public const string ByIndexAsWritten = "set local join_collapse_limit = 1; " + ByIndex;

    /// <summary>As <see cref="ByIndex"/>, for a cursor that is read to its end and sorted in memory.</summary>
    public const string WholeCursorByIndex = ByIndex + "; set local cursor_tuple_fraction = 1.0; set local work_mem = '64MB'";

    /// <summary>
    /// Hash joins, no nested loops. For an update that matches ids with an array of what belongs to each: as a loop that costs the square
    /// of their number.
    /// </summary>
    public const string ByHash = "set local enable_hashjoin = on; set local enable_nestloop = off";

    /// <summary>Ends any of these.</summary>
    public const string Any = """
        set local join_collapse_limit to default; set local enable_seqscan to default; set local enable_hashjoin to default;
        set local enable_mergejoin to default; set local enable_nestloop to default; set local cursor_tuple_fraction to default;
            set local work_mem to default
        """;
}
