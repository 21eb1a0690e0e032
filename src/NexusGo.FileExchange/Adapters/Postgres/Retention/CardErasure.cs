using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Erases cards inside the caller's transaction, which commits as usual. Before anything is changed the journal outside the database says
/// so on the disk; when the transaction has ended, it says what became of it. Right before the commit the cards' keys are destroyed in the
/// vault: from there on the erasure cannot be taken back, and <see cref="RestoreGate"/> completes it should the commit fail.
/// </summary>
internal sealed class CardErasure(ErasureJournal journal, CardKeyStore keys, KeptReferences references, CardNumberMarks marks)
{
    /// <summary>Everything that the session's customer has set aside.</summary>
    public const string RemoveSetAside = """
        with gone as (delete from exchange.quarantined_file where customer_id = current_setting('nexusgo.customer', true) returning file_id)
        delete from exchange.sealed_block b using gone where b.owner_id = gone.file_id
        """;

    // Keeps a mark of the number of each card that is produced and not invoiced, because the invoice is still to come and has to find the
    // card.
    private const string KeepMarks = """
        insert into orders.uninvoiced_card (number_mark, card_id, customer_id, until)
        select m.mark, m.card_id, $3, $4 from unnest($1::uuid[], $2::bytea[]) as m (card_id, mark)
        join lateral (select c.card_state, c.invoiced_at from orders.card c where c.card_id = m.card_id offset 0) c
            on c.card_state <> 'NONE' and c.invoiced_at is null
        where m.mark is not null
        on conflict do nothing
        """;

    /// <summary>
    /// Those of the cards that still hold something. Takes the customer's event lock, as everybody does who changes cards: with it they are
    /// locked, and no row has to be written for that.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> LockAsync(CustomerSession session, CustomerId customer, IReadOnlyList<Guid> cards,
        CancellationToken cancellationToken)
    {
        await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        var locked = await session.IdsAsync("""
            select card_id from orders.card where card_id = any($1) and (erased_at is null or kept_until is not null) order by card_id
            """, [cards.ToArray()], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
        return locked;
    }

    /// <summary>Locks and erases; cards of other customers and cards already erased are passed over.</summary>
    /// <returns>How many cards were erased, and the id under which the evidence stands; null: none.</returns>
    /// <exception cref="FileExchangeException">The journal cannot be written, or something of a card would remain: nothing is
    /// erased.</exception>
    public async Task<ErasedCards?> EraseAsync(
        CustomerSession session, CustomerId customer, ErasureOrder order, IReadOnlyList<Guid> cards, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var locked = cards.Count == 0 ? [] : await LockAsync(session, customer, cards, cancellationToken).ConfigureAwait(false);
        return locked.Count == 0 ? null : await EraseLockedAsync(session, customer, order, locked, now, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Erases cards that this transaction has locked.</summary>
    public async Task<ErasedCards> EraseLockedAsync(
        CustomerSession session, CustomerId customer, ErasureOrder order, IReadOnlyList<Guid> locked, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var entry = journal.Announce(customer.Value, order.Cause, locked);
        session.OnEnd(done =>
        {
            if (done)
            {
                CrashPoint.Pass("erasure.committed");
            }

            journal.Conclude(entry, customer.Value, done);
        });
        session.BeforeCommit(() => DestroyKeysAsync(customer, entry, locked, now));
        if (order.KeepsNumber)
        {
            await references.KeepAsync(session, customer, locked, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await RunAsync(session, customer, order, entry, locked, now, replayedAt: null, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException known) when (known is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pk_erasure" })
        {
            // Nothing is destroyed yet; whoever asked for the erasure tries it again.
            journal.LeaveName(entry.Journal);
            throw;
        }
    }

    /// <summary>
    /// Does again what an entry of the journal says and this database does not know. Cards that are gone already are passed over.
    /// </summary>
    public async Task<int> ReplayAsync(
        CustomerSession session, CustomerId customer, ErasureOrder order, (string Journal, long Number) entry, IReadOnlyList<Guid> cards,
        DateTimeOffset erasedAt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var locked = await LockAsync(session, customer, cards, cancellationToken).ConfigureAwait(false);
        await using (var known = session.Command("select true from retention.erasure where journal = $1 and entry_no = $2", entry.Journal,
            entry.Number))
        {
            if (await known.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                // The worker that announced the entry has committed it meanwhile.
                return 0;
            }
        }

        session.BeforeCommit(() => DestroyKeysAsync(customer, entry, cards, now));
        await RunAsync(session, customer, order, entry, locked, erasedAt, now, cancellationToken).ConfigureAwait(false);
        return locked.Count;
    }

    /// <summary>Destroys the keys. Not cancellable, because the erasure cannot be taken back from here on.</summary>
    private async Task DestroyKeysAsync(CustomerId customer, (string Journal, long Number) entry, IReadOnlyList<Guid> cards,
        DateTimeOffset now)
    {
        await keys.DestroyAsync(customer, entry, cards, now, CancellationToken.None).ConfigureAwait(false);
        CrashPoint.Pass("card-keys.destroyed");
    }

    private async Task<ErasedCards> RunAsync(CustomerSession session, CustomerId customer, ErasureOrder order,
        (string Journal, long Number) entry, IReadOnlyList<Guid> locked,
        DateTimeOffset now, DateTimeOffset? replayedAt, CancellationToken cancellationToken)
    {
        var evidence = Guid.CreateVersion7(now);
        await session.ExecuteAsync(PlannerHints.ByIndex, [], cancellationToken).ConfigureAwait(false);
        var (ids, numbers, persons, orders, uninvoiced) = await NamesAsync(session, locked, cancellationToken).ConfigureAwait(false);
        var numberMarks = await MarkAsync(uninvoiced, cancellationToken).ConfigureAwait(false);
        await using (var batch = session.Batch())
        {
            batch.Add(KeepMarks, ids, numberMarks, customer.Value, SwedishTime.AddMonths(now, CardNumberMarks.Months));
            foreach (var statement in SqlFiles.EraseCards)
            {
                batch.Add(statement, ids, now, order.KeepsNumber, numbers, orders);
            }

            batch.Add(SqlFiles.EraseOrders, orders, now);
            if (order.TakesWhatIsSetAside)
            {
                batch.Add(RemoveSetAside);
            }

            batch.Add("""
                insert into retention.erasure (journal, entry_no, customer_id, evidence_id, cause, subject, run_id, profile_version, cards,
                    keeps_reference, erased_at, replayed_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """, entry.Journal, entry.Number, customer.Value, evidence, order.Cause.ToWireName(), order.Subject, order.RunId,
                order.ProfileVersion, ids.Length, order.KeepsNumber, now, replayedAt);
            CrashPoint.Pass("erasure.writing");
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("erasure.written");
        }

        await using (var check = session.Command(SqlFiles.CountRemains, ids, order.KeepsNumber, persons))
        {
            if (await check.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long remains and > 0)
            {
                throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: false,
                    $"{remains} cards of {customer} would not have been erased whole; nothing was.");
            }
        }

        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
        await AuditChain.AppendAsync(session, customer.Value, replayedAt is null ? "CARDS_ERASED" : "ERASURE_REPEATED", evidence.ToString(),
            string.Create(CultureInfo.InvariantCulture,
            $"cause={order.Cause.ToWireName()};cards={ids.Length};profile={order.ProfileVersion};run={order.RunId};"
            + $"journal={entry.Journal}/{entry.Number}"), cancellationToken).ConfigureAwait(false);
        return new ErasedCards(evidence, ids.Length);
    }

    private async ValueTask<byte[]?[]> MarkAsync(long?[] numbers, CancellationToken cancellationToken)
    {
        if (Array.TrueForAll(numbers, number => number is null))
        {
            return new byte[]?[numbers.Length];
        }

        var markOf = await marks.OpenAsync(cancellationToken).ConfigureAwait(false);
        return [.. numbers.Select(number => number is { } known ? markOf(known) : null)];
    }

    /// <summary>
    /// The cards' ids and, in the same order, their numbers and persons; the orders they belong to; and again in the order of the cards the
    /// numbers of those that are produced and not invoiced.
    /// </summary>
    private static async Task<(Guid[] Ids, long?[] Numbers, Guid?[] Persons, Guid[] Orders, long?[] Uninvoiced)> NamesAsync(
        CustomerSession session, IReadOnlyList<Guid> cards, CancellationToken cancellationToken)
    {
        var (ids, numbers, persons, orders) = (new List<Guid>(cards.Count), new List<long?>(cards.Count), new List<Guid?>(cards.Count),
            new HashSet<Guid>());
        var uninvoiced = new List<long?>(cards.Count);
        await using var command = session.Command("""
            select card_id, card_no, order_id, person_index, card_state <> 'NONE' and invoiced_at is null from orders.card
                where card_id = any($1)
            """, (object)cards.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(reader.GetGuid(0));
            numbers.Add(reader.IsDBNull(1) ? null : reader.GetInt64(1));
            orders.Add(reader.GetGuid(2));
            persons.Add(reader.IsDBNull(3) ? null : reader.GetGuid(3));
            uninvoiced.Add(reader.GetBoolean(4) ? numbers[^1] : null);
        }

        return ([.. ids], [.. numbers], [.. persons], [.. orders], [.. uninvoiced]);
    }
}

/// <param name="EvidenceId">Where the evidence stands.</param>
/// <param name="Cards">How many.</param>
internal sealed record ErasedCards(Guid EvidenceId, int Cards);
