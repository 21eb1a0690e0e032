using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Production;

/// <summary>Cards that are in one stage for longer than agreed.</summary>
/// <param name="Customer">Whose.</param>
/// <param name="Status">The stage.</param>
/// <param name="Cards">How many.</param>
/// <param name="Oldest">Since when the first of them is in it.</param>
public sealed record OverdueStage(string Customer, CardStatus Status, long Cards, DateTimeOffset Oldest);

/// <summary>Looks every night for cards that do not get on, and alarms operators.</summary>
internal sealed class StageLimits(IStageStore store, TimeProvider clock, ILogger<StageLimits> log)
{
    /// <summary>How many stages of the customer are overdue.</summary>
    public async Task<int> CheckAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var overdue = await store.FindAsync(profile.Id, Of(profile.StageLimits, now), cancellationToken).ConfigureAwait(false);
        foreach (var stage in overdue)
        {
            ProductionLog.StageLimitExceeded(log, profile.CustomerId, stage.Cards, stage.Status.ToWireName(), stage.Oldest);
        }

        await store.NoteAsync(profile.Id, overdue, now, cancellationToken).ConfigureAwait(false);
        return overdue.Count;
    }

    /// <summary>The moment before which a card of that status is in it for too long. Other statuses wait for nobody.</summary>
    public static IReadOnlyDictionary<CardStatus, DateTimeOffset> Of(StageLimitSettings limits, DateTimeOffset now) =>
        new Dictionary<CardStatus, DateTimeOffset>
    {
        [CardStatus.Accepted] = now - limits.Accepted,
        [CardStatus.Ordered] = now - limits.Ordered,
        [CardStatus.InProduction] = now - limits.InProduction,
        [CardStatus.Failed] = now - limits.Failed,
        [CardStatus.Returned] = now - limits.Returned,
    };
}

/// <summary>Where cards stand, and what operators were told of it.</summary>
internal interface IStageStore
{
    /// <summary>Cards, not erased, whose status is as old as the moment given for it or older; by status.</summary>
    Task<IReadOnlyList<OverdueStage>> FindAsync(CustomerId customer, IReadOnlyDictionary<CardStatus, DateTimeOffset> before,
        CancellationToken cancellationToken);

    /// <summary>Replaces what is on record for the customer; status shows it.</summary>
    Task NoteAsync(CustomerId customer, IReadOnlyList<OverdueStage> overdue, DateTimeOffset now, CancellationToken cancellationToken);
}
