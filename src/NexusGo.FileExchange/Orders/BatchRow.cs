using NexusGo.FileExchange.Inbound;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// One row of an <see cref="OrderBatch"/>: what the store needs, without any clear personal data except the slices into the batch's own
/// buffer.
/// </summary>
internal struct BatchRow
{
    public int RowNumber;
    /// <summary>1-based, as in an editor.</summary>
    public long LineNumber;
    /// <summary>The column that told the person apart, or empty.</summary>
    public string PersonColumn;
    public RowOutcome Outcome;
    /// <summary>First error, or the reason of the hold.</summary>
    public string? Code;
    public string ProductCode;
    public Guid CardId;
    public long OrderNo;
    public long CardNo;
    /// <summary>Keyed hashes, 16 bytes each.</summary>
    public UInt128 RefIndex;
    /// <summary>0 when nothing tells the person apart.</summary>
    public UInt128 PersonIndex;
    /// <summary>Slices of the batch's buffer.</summary>
    public Slice CustomerRef;
    public Slice Sealed;
    /// <summary>The photo's name in the zip file; empty: none comes with the row.</summary>
    public Slice PhotoFile;
    public Slice WrappedKey;
    /// <summary>Slice of the batch's list of findings.</summary>
    public int FirstFinding;
    public int Findings;
    /// <summary>Whether the layout prints a photo that is still to come.</summary>
    public bool AwaitsPhoto;
    /// <summary>Why the row's photo was refused, and the hint; null: it was not.</summary>
    public string? PhotoCode;
    public string? PhotoHint;
    /// <summary>Decides that no hint is given. Not stored: the register says it inside the seal only.</summary>
    public bool ProtectedIdentity;
    public string? EraseAfter;
    public DateOnly? ValidUntil;
    public long? ReplacesCardNo;
    public string? ReplaceReason;
    public string? DeliveryMethod;

    /// <summary>Whether a card is stored for the row.</summary>
    public readonly bool IsCard => Outcome is RowOutcome.Accepted or RowOutcome.OnHold;
}

/// <summary>A piece of a buffer.</summary>
internal readonly record struct Slice(int Start, int Length);
