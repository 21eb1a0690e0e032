using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Production;

/// <summary>A card that was ordered in place of another.</summary>
/// <param name="NewCardId">The new one.</param>
/// <param name="Old">The one it replaces.</param>
internal readonly record struct ReplacedPair(Guid NewCardId, RegisteredCard Old);

/// <summary>Blocks or terminates cards in the register that are replaced because they were lost or stolen.</summary>
public interface IReplacements
{
    /// <summary>Settles what was ordered since the last time.</summary>
    /// <returns>How many cards changed their state.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed.</exception>
    Task<int> SettleAsync(CustomerProfile profile, CancellationToken cancellationToken);
}

/// <summary>What becomes of a replaced card.</summary>
internal static class ReplacementRules
{
    /// <summary>The reasons for which a card must not be used any more.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["LOST", "STOLEN"];

    /// <summary>Applies the agreement to one card. False: it stays as it is.</summary>
    public static bool Apply(CustomerCardUpdates updates, ReplacedCard agreed, in RegisteredCard old) => agreed switch
    {
        ReplacedCard.Block => updates.Add(old, CardEventKind.Blocked, "REPLACED"),
        ReplacedCard.Terminate => updates.Add(old, CardEventKind.Terminated, "REPLACED"),
        _ => false,
    };
}
