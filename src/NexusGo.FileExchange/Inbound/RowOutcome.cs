namespace NexusGo.FileExchange.Inbound;

/// <summary>What became of a row.</summary>
public enum RowOutcome : byte
{
    Accepted,
    Rejected,
    OnHold,
    Unchanged,
}

internal static class RowOutcomes
{
    private static readonly string[] Words = WireNames.Of<RowOutcome>();

    /// <summary>The word in RES.</summary>
    public static string ToWireName(this RowOutcome outcome) => Words[(int)outcome];
}
