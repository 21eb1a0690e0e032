using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// A card that requests select: its facts in the register, and after the rows so far. Rows that select the same card share one of these.
/// </summary>
internal sealed class CardToChange(RegisteredCard registered, long orderNo, long? cardNo)
{
    public Guid CardId => registered.CardId;

    public long OrderNo => orderNo;

    /// <summary>Null once the card is erased.</summary>
    public long? CardNo => cardNo;

    /// <summary>As in the register.</summary>
    public RegisteredCard Registered => registered;

    /// <inheritdoc cref="Registered"/>
    public CardFacts Before => registered.Facts;

    /// <summary>After the rows decided so far.</summary>
    public CardFacts Facts { get; set; } = registered.Facts;

    public bool IsCancelledHere { get; set; }

    /// <summary>Whether its history may be removed: produced, and invoiced. Two conditions; neither follows from the other.</summary>
    public bool IsReadyToErase => Facts is { State: not CardState.None, IsInvoiced: true, IsErased: false };

    public override string ToString() => $"card {CardId}";
}
