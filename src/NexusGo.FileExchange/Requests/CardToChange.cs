using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Requests;

/// <summary>A card that requests select: its facts in the register, and after the rows so far. Rows that select the same card share one of these.</summary>
internal sealed class CardToChange(Guid cardId, long orderNo, long? cardNo, CardFacts before)
{
    public Guid CardId => cardId;

    public long OrderNo => orderNo;

    /// <summary>Null once the card is erased.</summary>
    public long? CardNo => cardNo;

    /// <summary>As in the register.</summary>
    public CardFacts Before { get; } = before;

    /// <summary>After the rows decided so far.</summary>
    public CardFacts Facts { get; set; } = before;

    public bool IsCancelledHere { get; set; }

    /// <summary>Whether its history may be removed: produced, and invoiced. Two conditions; neither follows from the other.</summary>
    public bool IsReadyToErase => Facts is { State: not CardState.None, IsInvoiced: true, IsErased: false };

    public override string ToString() => $"card {cardId}";
}
