namespace NexusGo.FileExchange.Production;

/// <summary>A row of an event file that is right by itself, beside what the register knew of its card before the file.</summary>
internal sealed record StagedEvent
{
    /// <summary>1-based.</summary>
    public required int RowNumber { get; init; }

    public required long CardNo { get; init; }

    /// <summary>The partner's id of the event.</summary>
    public required string SourceId { get; init; }

    /// <summary>What happened. Of an event with several rows, one for each chip, what all of them report.</summary>
    public required CardEvent Event { get; init; }

    /// <summary>Its id stands in rows of the file that contradict each other.</summary>
    public bool IsAmbiguous { get; init; }

    /// <summary>Its id was stored with an earlier file.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The card; the same for every event of it. Null: there is no such card.</summary>
    public RegisteredCard? Card { get; init; }

    /// <summary>The chip that the row tells of, or null.</summary>
    public ChipReport? Chip { get; init; }
    public string? ReasonCode { get; init; }
    public string? ShipmentNo { get; init; }
    public string? TrackingNo { get; init; }
    public string? InvoiceNo { get; init; }

    public override string ToString() => $"row {RowNumber}";
}
