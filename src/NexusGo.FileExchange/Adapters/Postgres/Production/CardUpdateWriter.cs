using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Changed cards on their way to orders.card: into a table that only this transaction has, then one UPDATE for all of them.
/// </summary>
internal sealed class CardUpdateWriter(CustomerSession session)
{
    private const string CreateTable = """
        create temporary table staged_update (card_id uuid, old_status text, old_state text, was_invoiced boolean, status text,
            status_at timestamptz, card_state text,
            card_state_at timestamptz, produced_at timestamptz, shipped_at timestamptz, delivered_at timestamptz, invoiced_at timestamptz,
            last_event_at timestamptz, held_at timestamptz, cancel_asked_at timestamptz)
            on commit drop;
        grant select on staged_update to nexusgo_production
        """;

    // Updates a card only where it still is what was read. If somebody changed it meanwhile, the transaction fails and the work is done
    // again.
    private const string UpdateCards = """
        update orders.card c set status = u.status, status_at = coalesce(u.status_at, c.status_at),
            card_state = u.card_state, card_state_at = coalesce(u.card_state_at, c.card_state_at),
            produced_at = coalesce(u.produced_at, c.produced_at), shipped_at = coalesce(u.shipped_at, c.shipped_at),
            delivered_at = coalesce(u.delivered_at, c.delivered_at), invoiced_at = coalesce(u.invoiced_at, c.invoiced_at),
            last_event_at = u.last_event_at, held_at = case when u.held_at is null then null else coalesce(c.held_at, u.held_at) end,
            cancel_asked_at = case when u.cancel_asked_at is null then null else coalesce(c.cancel_asked_at, u.cancel_asked_at) end
        from staged_update u
        where c.card_id = u.card_id and c.status = u.old_status and c.card_state = u.old_state
            and (c.invoiced_at is not null) = u.was_invoiced
        """;

    // The mark of an erased card's number goes when its invoice has come, because nothing has to find the card any more.
    private const string ForgetMarks =
        "delete from orders.uninvoiced_card m using staged_update u where m.card_id = u.card_id and u.invoiced_at is not null";

    private readonly BinaryCopyBuffer rows = new();
    private bool created;
    private bool begun;
    private bool anyInvoiced;
    private int count;

    public void Add(CardUpdate update)
    {
        if (!begun)
        {
            rows.Begin();
            begun = true;
        }

        count++;
        anyInvoiced |= update.InvoicedAt is not null;
        rows.Row(15);
        rows.Uuid(update.CardId);
        rows.Text(update.Before.Status.ToWireName());
        rows.Text(update.Before.State.ToWireName());
        rows.Boolean(update.Before.IsInvoiced);
        rows.Text(update.After.Status.ToWireName());
        rows.InstantOrNull(update.StatusAt);
        rows.Text(update.After.State.ToWireName());
        rows.InstantOrNull(update.StateAt);
        rows.InstantOrNull(update.ProducedAt);
        rows.InstantOrNull(update.ShippedAt);
        rows.InstantOrNull(update.DeliveredAt);
        rows.InstantOrNull(update.InvoicedAt);
        rows.InstantOrNull(update.After.LastEventAt);
        rows.InstantOrNull(update.HeldAt);
        rows.InstantOrNull(update.CancelAskedAt);
    }

    /// <summary>Sends what was added; more may follow.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!begun)
        {
            return;
        }

        if (!created)
        {
            await session.ExecuteAsync(CreateTable, [], cancellationToken).ConfigureAwait(false);
            created = true;
        }

        rows.End();
        begun = false;
        await session.CopyAsync("copy staged_update from stdin (format binary)", rows.Written, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes the cards and begins afresh.</summary>
    /// <exception cref="FileExchangeException">Transient: one of them is not any more what it was when it was read.</exception>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            return;
        }

        await session.ExecuteAsync("analyze staged_update", [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("card-changes.writing");
        var changed = 0;
        await session.AsProductionAsync(async () =>
        {
            await using var update = session.Command(UpdateCards).Unhurried();
            changed = await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            if (anyInvoiced)
            {
                await session.ExecuteAsync(ForgetMarks, [], cancellationToken).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("card-changes.written");
        if (changed != count)
        {
            throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                "Cards were changed by somebody else meanwhile; the work on them is done again.");
        }

        count = 0;
        anyInvoiced = false;
        await session.ExecuteAsync("truncate staged_update", [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
    }
}
