namespace NexusGo.FileExchange.Production;

/// <summary>An event as it is recorded beside its card, with what it did.</summary>
internal readonly record struct RecordedEvent
{
    /// <summary>Our id: the one in back-reports.</summary>
    public required Guid EventId { get; init; }
    public required string Customer { get; init; }
    public required Guid CardId { get; init; }
    public required CardEventKind Kind { get; init; }

    /// <summary>The time with which it is reported.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Effect, code, and the card's facts afterwards.</summary>
    public required LifeCycleStep Step { get; init; }

    /// <summary>The partner's id; null: the event is ours, the customer's, or a last word.</summary>
    public string? SourceId { get; init; }
    public string? ReasonCode { get; init; }
    public string? ShipmentNo { get; init; }
    public string? TrackingNo { get; init; }
    public string? InvoiceNo { get; init; }

    /// <summary>The held event on which this one says the last word.</summary>
    public Guid? Settles { get; init; }

    public override string ToString() => $"event {EventId}";
}

/// <summary>One chip as the partner read it.</summary>
/// <param name="Type">Such as MIFARE.</param>
/// <param name="Uid">Raw bytes, most significant first.</param>
/// <param name="HidFormat">Such as H10301.</param>
/// <param name="HidFacility">Facility code.</param>
/// <param name="HidNumber">Card number of the HID format.</param>
internal sealed record ChipReport(string? Type, byte[]? Uid, string? HidFormat, string? HidFacility, string? HidNumber)
{
    /// <summary>What of it was reported.</summary>
    public ReportFields Fields => (Type is null ? 0 : ReportFields.ChipType) | (Uid is null ? 0 : ReportFields.UidHex)
        | (HidFormat is null ? 0 : ReportFields.HidFormat)
        | (HidFacility is null ? 0 : ReportFields.HidFacility) | (HidNumber is null ? 0 : ReportFields.HidNumber);

    public bool Equals(ChipReport? other) => other is not null && Type == other.Type && HidFormat == other.HidFormat
        && HidFacility == other.HidFacility
        && HidNumber == other.HidNumber && (Uid ?? []).AsSpan().SequenceEqual(other.Uid ?? []);

    public override int GetHashCode() => HashCode.Combine(Type, Uid is { Length: > 0 } ? Uid[0] : 0, HidNumber);

    public override string ToString() => "chip";
}
