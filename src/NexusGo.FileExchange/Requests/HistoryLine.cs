using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>One card of a history as the register gives it.</summary>
internal sealed class HistoryLine
{
    /// <summary>Row of the request file that asked.</summary>
    public int RowNumber { get; set; }
    public long OrderNo { get; set; }
    /// <summary>Null once the card is erased.</summary>
    public long? CardNo { get; set; }
    public string ProductCode { get; set; } = "";
    public string Status { get; set; } = "";
    public string CardState { get; set; } = "";
    public DateTimeOffset OrderedAt { get; set; }
    public DateTimeOffset? ProducedAt { get; set; }
    public DateTimeOffset? ShippedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? InvoicedAt { get; set; }
    public DateTimeOffset? ErasedAt { get; set; }
    /// <summary>Numbers of the last parcel as they are stored; null: none.</summary>
    public byte[]? SealedShipment { get; set; }

    public SealedCard Card { get; set; }

    public override string ToString() => Card.ToString();
}
