using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Due cards: found by index, erased in transactions of one batch each.</summary>
internal sealed class RetentionStore(ExchangeDatabase database, CardErasure erasure, TimeProvider clock) : IRetentionStore
{
    /// <summary>
    /// Where the partner's clock is wrong, a card's delivery may be dated before its order, but at most by this many days.
    /// </summary>
    private const int DaysOfDoubt = 31;

    /// <summary>The longest period of a profile and some more: nothing that is stored today falls due later.</summary>
    private const int ForecastMonths = 48;

    private readonly Uuid7Sequence ids = new(clock);

    public Task<IReadOnlyList<DueCard>> DueAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset at,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<DueCard>>(customer, async session =>
        {
            await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
            var youngest = terms.Months == 0
                ? DateTimeOffset.MaxValue : SwedishTime.AddMonths(at, -Math.Min(terms.Months, terms.UnfinishedMonths)).AddDays(DaysOfDoubt);
            var due = new List<DueCard>();
            await using var command = session.Command(SqlFiles.DueOfAll, customer.Value, at, terms.Months, youngest,
                terms.UnfinishedMonths);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                due.Add(new DueCard(reader.GetGuid(0), ErasureCauses.Parse(reader.GetString(1)), reader.GetFieldValue<DateOnly>(2)));
            }

            return due;
        }, cancellationToken);

    public Task<IReadOnlyList<Hold>> HoldsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => HoldRows.ActiveAsync(session, customer, now, cancellationToken),
            cancellationToken);

    public Task<int?> EraseAsync(CustomerId customer, RetentionTerms terms, ErasureCause cause, IReadOnlyList<Guid> cards,
        DateTimeOffset at, Guid runId, DateTimeOffset now,
        CancellationToken cancellationToken) => database.InTransactionAsync<int?>(customer, async session =>
    {
        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        if ((await HoldRows.ActiveAsync(session, customer, now, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return null;
        }

        await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
        var due = await session.IdsAsync($"select card_id from ({SqlFiles.DueOfSome}) due where cause = $6",
            [customer.Value, at, terms.Months, cards.ToArray(), terms.UnfinishedMonths, cause.ToWireName()], cancellationToken)
            .ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
        if (due.Count == 0)
        {
            return 0;
        }

        if (cause == ErasureCause.HoldTimeout)
        {
            await TimedCardTransitionRows.CancelOverdueAsync(session, customer, due, ids, now, cancellationToken).ConfigureAwait(false);
        }

        if (cause == ErasureCause.Unfinished)
        {
            await TimedCardTransitionRows.CloseUnfinishedAsync(session, customer, due, ids, now, cancellationToken).ConfigureAwait(false);
        }

        var order = new ErasureOrder(cause, terms.ProfileVersion, RunId: runId);
        return (await erasure.EraseLockedAsync(session, customer, order, due, now, cancellationToken).ConfigureAwait(false)).Cards;
    }, cancellationToken);

    public Task<(int Expired, bool More)> ExpireAsync(CustomerId customer, DateOnly today, DateTimeOffset now, int most,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer,
            session => TimedCardTransitionRows.ExpireAsync(session, customer, today, ids, now, most, cancellationToken), cancellationToken);

    public Task ForecastAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var today = SwedishTime.DateOf(now);
            await session.ExecuteAsync("delete from retention.forecast where customer_id = $1", [customer.Value], cancellationToken)
                .ConfigureAwait(false);
            await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
            await session.ExecuteUnhurriedAsync(SqlFiles.Forecast, [customer.Value, now.AddMonths(ForecastMonths), terms.Months,
                DateTimeOffset.MaxValue, terms.UnfinishedMonths, new DateOnly(today.Year, today.Month, 1), now], cancellationToken)
                .ConfigureAwait(false);
        }, cancellationToken);

    public Task RecordRunAsync(CustomerId customer, Guid runId, string detail, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session => AuditChain.AppendAsync(session, customer.Value, "RETENTION_RUN", runId.ToString(),
            detail, cancellationToken), cancellationToken);
}
