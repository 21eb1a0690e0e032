using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Changed cards on their way to orders.card: into a table that only this transaction has, then one UPDATE for all of them.</summary>
internal sealed class CardChanges(CustomerSession session)
{
    private const string CreateTable = """
        create temporary table staged_change (card_id uuid, old_status text, old_state text, was_invoiced boolean, status text, status_at timestamptz, card_state text,
            card_state_at timestamptz, produced_at timestamptz, shipped_at timestamptz, delivered_at timestamptz, invoiced_at timestamptz,
            last_event_at timestamptz, held_at timestamptz)
            on commit drop;
        grant select on staged_change to nexusgo_production
        """;

    // Only where the card still is what was read: whoever changed it meanwhile has the work done again.
    private const string UpdateCards = """
        update orders.card c set status = u.status, status_at = coalesce(u.status_at, c.status_at),
            card_state = u.card_state, card_state_at = coalesce(u.card_state_at, c.card_state_at),
            produced_at = coalesce(u.produced_at, c.produced_at), shipped_at = coalesce(u.shipped_at, c.shipped_at),
            delivered_at = coalesce(u.delivered_at, c.delivered_at), invoiced_at = coalesce(u.invoiced_at, c.invoiced_at),
            last_event_at = u.last_event_at, held_at = case when u.held_at is null then null else coalesce(c.held_at, u.held_at) end
        from staged_change u
        where c.card_id = u.card_id and c.status = u.old_status and c.card_state = u.old_state and (c.invoiced_at is not null) = u.was_invoiced
        """;

    private readonly BinaryCopyBuffer rows = new();
    private bool begun;
    private int count;

    public Task CreateAsync(CancellationToken cancellationToken) => session.ExecuteAsync(CreateTable, [], cancellationToken);

    public void Add(CardChange change)
    {
        if (!begun)
        {
            rows.Begin();
            begun = true;
        }

        count++;
        rows.Row(14);
        rows.Uuid(change.CardId);
        rows.Text(change.Before.Status.ToWireName());
        rows.Text(change.Before.State.ToWireName());
        rows.Boolean(change.Before.IsInvoiced);
        rows.Text(change.After.Status.ToWireName());
        rows.InstantOrNull(change.StatusAt);
        rows.Text(change.After.State.ToWireName());
        rows.InstantOrNull(change.StateAt);
        rows.InstantOrNull(change.ProducedAt);
        rows.InstantOrNull(change.ShippedAt);
        rows.InstantOrNull(change.DeliveredAt);
        rows.InstantOrNull(change.InvoicedAt);
        rows.InstantOrNull(change.After.LastEventAt);
        rows.InstantOrNull(change.HeldAt);
    }

    /// <summary>Sends what was added; more may follow.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (begun)
        {
            rows.End();
            begun = false;
            await session.CopyAsync("copy staged_change from stdin (format binary)", rows.Written, cancellationToken).ConfigureAwait(false);
        }
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

        await session.ExecuteAsync("analyze staged_change", [], cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("card-changes.writing");
        var changed = 0;
        await session.AsProductionAsync(async () =>
        {
            await using var update = session.Command(UpdateCards).Unhurried();
            changed = await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("card-changes.written");
        if (changed != count)
        {
            throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true, "Cards were changed by somebody else meanwhile; the work on them is done again.");
        }

        count = 0;
        await session.ExecuteAsync("truncate staged_change", [], cancellationToken).ConfigureAwait(false);
    }
}
