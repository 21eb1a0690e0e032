using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>Plans what is due, and carries out exactly that.</summary>
internal sealed class RetentionRun(IRetentionStore store, IBackReports backReports, TimeProvider clock, ILogger<RetentionRun> log)
{
    /// <summary>Cards of one transaction: the locks of so many are held for well under a second.</summary>
    public const int BatchCards = 2_000;

    private const int PlansTried = 3;

    /// <summary>What is due now, per customer, rule and day. Changes nothing.</summary>
    public async Task<RetentionPlan> PlanAsync(IReadOnlyList<CustomerProfile> profiles, CancellationToken cancellationToken)
    {
        var now = WholeMicroseconds(clock.GetUtcNow());
        var customers = new List<CustomerPlan>();
        foreach (var profile in profiles)
        {
            var holds = await store.HoldsAsync(profile.Id, now, cancellationToken).ConfigureAwait(false);
            var terms = RetentionTerms.Of(profile);
            customers.Add(RetentionPlan.For(profile.CustomerId, terms, await store.DueAsync(profile.Id, terms, now, cancellationToken)
                .ConfigureAwait(false), holds is [var hold, ..] ? hold : null));
        }

        return new RetentionPlan { PlanId = Guid.CreateVersion7(now), MadeAt = now, Customers = customers };
    }

    /// <summary>Erases exactly what the plan says; customers on hold are left alone. Returns how many cards.</summary>
    /// <exception cref="FileExchangeException">
    /// <see cref="FailureReason.PlanStale"/>: cards, profiles or holds have changed since, and nothing was done. Others: some card could
    /// not be erased; the rest was.
    /// </exception>
    public async Task<int> ApplyAsync(RetentionPlan plan, IReadOnlyList<CustomerProfile> profiles, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - plan.MadeAt > RetentionPlan.Longest || now < plan.MadeAt)
        {
            throw Stale($"it was made at {plan.MadeAt:u}");
        }

        // Everything is compared before anything is done.
        var work = new List<(CustomerPlan Plan, CustomerProfile Profile, IReadOnlyList<DueCard> Due)>();
        foreach (var planned in plan.Customers)
        {
            var profile = profiles.FirstOrDefault(one => one.CustomerId == planned.Customer)
                ?? throw Stale($"{planned.Customer} is not configured");
            if (RetentionTerms.Of(profile) != planned.Terms)
            {
                throw Stale($"the profile of {planned.Customer} was {planned.Terms.ProfileVersion}, {planned.Terms.Keep} then");
            }

            if ((await store.HoldsAsync(profile.Id, now, cancellationToken).ConfigureAwait(false)).Count > 0 != planned.Hold is not null)
            {
                throw Stale($"a hold of {planned.Customer} was set or ended");
            }

            var due = await store.DueAsync(profile.Id, planned.Terms, plan.MadeAt, cancellationToken).ConfigureAwait(false);
            if (RetentionPlan.For(planned.Customer, planned.Terms, due, null).CardsSha256 != planned.CardsSha256)
            {
                throw Stale($"cards of {planned.Customer} have changed");
            }

            if (planned.Hold is null)
            {
                work.Add((planned, profile, due));
            }
        }

        var erased = 0;
        var failures = new FailureCollector();
        foreach (var (planned, profile, due) in work)
        {
            erased += await failures.CollectAsync(() => EraseAsync(profile, planned, due, plan, cancellationToken)).ConfigureAwait(false);
        }

        failures.Throw();
        return erased;
    }

    /// <summary>One customer's nightly run: cards that expired, then plan and apply.</summary>
    /// <exception cref="FileExchangeException">Some part failed; the others were done.</exception>
    public async Task<int> RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var failures = new FailureCollector();
        await failures.CollectAsync(() => ExpireAsync(profile, cancellationToken)).ConfigureAwait(false);
        var erased = 0;
        if (await HeldAsync(profile, cancellationToken).ConfigureAwait(false) is { } hold)
        {
            RetentionLog.RetentionHeld(log, profile.CustomerId, hold.HoldId, hold.Until);
        }
        else
        {
            erased += await failures.CollectAsync(() => PlanAndApplyAsync(profile, cancellationToken)).ConfigureAwait(false);
        }

        failures.Throw();
        return erased;
    }

    /// <summary>Cards change at any time, so a plan just made may be stale already: then another one is made.</summary>
    private async Task<int> PlanAndApplyAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var plan = await PlanAsync([profile], cancellationToken).ConfigureAwait(false);
            try
            {
                return plan.Customers[0].Cards == 0 ? 0 : await ApplyAsync(plan, [profile], cancellationToken).ConfigureAwait(false);
            }
            catch (FileExchangeException stale) when (stale.Reason == FailureReason.PlanStale && attempt < PlansTried)
            {
            }
        }
    }

    private async Task<int> EraseAsync(CustomerProfile profile, CustomerPlan planned, IReadOnlyList<DueCard> due, RetentionPlan plan,
        CancellationToken cancellationToken)
    {
        if (due.Count == 0)
        {
            return 0;
        }

        // What happened to the cards is told while they still have a number.
        if ((profile.Enabled || profile.IsRetired) && profile.BackReports.Enabled)
        {
            await backReports.MakeAsync(profile, cancellationToken).ConfigureAwait(false);
        }

        var started = clock.GetTimestamp();
        var (erased, failures) = (0, new FailureCollector());
        foreach (var rule in due.GroupBy(card => card.Cause))
        {
            foreach (var batch in rule.Select(card => card.CardId).Order().Chunk(BatchCards))
            {
                cancellationToken.ThrowIfCancellationRequested();
                erased += await EraseBatchAsync(profile, planned, rule.Key, batch, plan, failures, cancellationToken).ConfigureAwait(false);
            }
        }

        var elapsedMs = (long)clock.GetElapsedTime(started).TotalMilliseconds;
        await store.RecordRunAsync(profile.Id, plan.PlanId, string.Create(CultureInfo.InvariantCulture,
            $"planned={planned.Cards};erased={erased};failed={failures.Count};profile={planned.Terms.ProfileVersion};"
            + $"keep={planned.Terms.Keep};cards_sha256={planned.CardsSha256}"),
            clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        RetentionLog.RetentionRan(log, profile.CustomerId, plan.PlanId, planned.Cards, erased, failures.Count, elapsedMs);
        failures.Throw();
        return erased;
    }

    /// <summary>A batch that fails is done again in halves, so that one card that cannot be erased does not save the others.</summary>
    private async Task<int> EraseBatchAsync(CustomerProfile profile, CustomerPlan planned, ErasureCause cause, Guid[] cards,
        RetentionPlan plan, FailureCollector failures, CancellationToken cancellationToken)
    {
        try
        {
            return await store.EraseAsync(profile.Id, planned.Terms, cause, cards, plan.MadeAt, plan.PlanId, clock.GetUtcNow(),
                cancellationToken).ConfigureAwait(false)
                ?? throw Stale($"a hold of {profile.CustomerId} was set");
        }
        catch (FileExchangeException failure) when (failure.Reason is FailureReason.DatabaseRefused or FailureReason.DatabaseConflict)
        {
            if (cards.Length == 1)
            {
                failures.Add(failure);
                RetentionLog.CardNotErased(log, profile.CustomerId, cards[0], failure.Reason);
                return 0;
            }

            var half = cards.Length / 2;
            return await EraseBatchAsync(profile, planned, cause, cards[..half], plan, failures, cancellationToken).ConfigureAwait(false)
                + await EraseBatchAsync(profile, planned, cause, cards[half..], plan, failures, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> ExpireAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            var now = clock.GetUtcNow();
            var (expired, more) = await store.ExpireAsync(profile.Id, SwedishTime.DateOf(now), now, BatchCards, cancellationToken)
                .ConfigureAwait(false);
            total += expired;
            if (!more)
            {
                if (total > 0)
                {
                    RetentionLog.CardsExpired(log, profile.CustomerId, total);
                }

                return total;
            }
        }
    }

    private async Task<Hold?> HeldAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        await store.HoldsAsync(profile.Id, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false) is [var hold, ..] ? hold : null;

    /// <summary>PostgreSQL keeps whole microseconds: cut to them, the plan's file and the database name the same instant.</summary>
    private static DateTimeOffset WholeMicroseconds(DateTimeOffset instant) =>
        instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));

    private static FileExchangeException Stale(string why) =>
        new(FailureReason.PlanStale, isTransient: false, $"The plan is stale: {why}. Make a new one.");
}
