using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>One line of a back-report as the register gives it: an event, or one more chip of it.</summary>
internal sealed class BackReportLine
{
    public Guid EventId { get; set; }
    public DateTimeOffset EventTime { get; set; }
    public long OrderNo { get; set; }
    /// <summary>Null once the card is erased.</summary>
    public long? CardNo { get; set; }
    public string ProductCode { get; set; } = "";
    public string Status { get; set; } = "";
    public string CardState { get; set; } = "";
    public string? ReasonCode { get; set; }
    public string? ChipType { get; set; }
    public byte[]? Uid { get; set; }
    public string? HidFormat { get; set; }
    public string? HidFacility { get; set; }
    public string? HidNumber { get; set; }
    public DateTimeOffset? ProducedAt { get; set; }
    public DateTimeOffset? ShippedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public string? ShipmentNo { get; set; }
    public string? TrackingNo { get; set; }
    /// <summary>Uid, HidFacility and HidNumber as they are stored, until they are opened; null: no chip.</summary>
    public byte[]? SealedChip { get; set; }

    /// <summary>ShipmentNo and TrackingNo likewise.</summary>
    public byte[]? SealedShipment { get; set; }

    public DateOnly? ValidUntil { get; set; }
    public long? ReplacesCardNo { get; set; }

    /// <summary>What is needed to read the customer's own reference out of the card.</summary>
    public SealedCard Card { get; set; }

    /// <summary>
    /// The sealed reference of a card that is cancelled or rejected, and erased; null: it has none, or the card itself has it.
    /// </summary>
    public (byte[] WrappedKey, byte[] Sealed)? KeptReference { get; set; }

    public override string ToString() => $"event {EventId}";
}
