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
    /// <summary>The word in RES.</summary>
    public static string ToWireName(this RowOutcome outcome) => outcome switch
    {
        RowOutcome.Accepted => "ACCEPTED",
        RowOutcome.Rejected => "REJECTED",
        RowOutcome.OnHold => "ON_HOLD",
        RowOutcome.Unchanged => "UNCHANGED",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
