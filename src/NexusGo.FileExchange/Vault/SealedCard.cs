namespace NexusGo.FileExchange.Vault;

/// <summary>A card as the stores keep it: its content in one place, the key that opens it in another.</summary>
/// <param name="CardId">The card.</param>
/// <param name="Content">What <see cref="CardSealer.Seal"/> wrote. Empty: the card is erased.</param>
/// <param name="Key">The card's own key, wrapped. Null: the vault has none.</param>
public readonly record struct SealedCard(Guid CardId, ReadOnlyMemory<byte> Content, WrappedCardKey? Key)
{
    public override string ToString() => $"card {CardId}";
}

/// <summary>The key of one card, wrapped under a key of its customer.</summary>
/// <param name="CustomerKeyId">Which key of the customer.</param>
/// <param name="Wrapped">60 bytes: nonce, the 32 wrapped bytes, tag.</param>
public sealed record WrappedCardKey(Guid CustomerKeyId, ReadOnlyMemory<byte> Wrapped)
{
    public override string ToString() => $"card key under customer key {CustomerKeyId}";
}
