namespace NexusGo.FileExchange.Production;

/// <summary>
/// One row of an event file, checked by itself: what it says about the card is checked later, against the register. The same object is
/// filled for every row. Nothing in it is about a person; still nothing of it is logged.
/// </summary>
internal sealed class EventRow
{
    public int RowNumber { get; set; }

    /// <summary>The partner's id of the event; empty when it broke its rule.</summary>
    public string SourceId { get; set; } = "";

    public DateTimeOffset Time { get; set; }
    public long CardNo { get; set; }
    public CardEventKind Kind { get; set; }
    public string? ReasonCode { get; set; }
    public string? ChipType { get; set; }
    public byte[]? Uid { get; set; }
    public string? HidFormat { get; set; }
    public string? HidFacility { get; set; }
    public string? HidNumber { get; set; }
    public string? ShipmentNo { get; set; }
    public string? TrackingNo { get; set; }
    public string? InvoiceNo { get; set; }

    /// <summary>Of an INVOICED: the mark under which a card is found that was erased before; otherwise null.</summary>
    public byte[]? NumberMark { get; set; }

    /// <summary>What is wrong with the row: column and published code. Empty: nothing.</summary>
    public List<(string Column, string Code)> Problems { get; } = [];

    /// <summary>What the row brings of the fields that a layout may expect.</summary>
    public ReportFields Reported =>
        (ChipType is null ? 0 : ReportFields.ChipType) | (Uid is null ? 0 : ReportFields.UidHex)
            | (HidFormat is null ? 0 : ReportFields.HidFormat)
        | (HidFacility is null ? 0 : ReportFields.HidFacility) | (HidNumber is null ? 0 : ReportFields.HidNumber);
}
