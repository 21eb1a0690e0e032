using System.Globalization;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Vault;
using Npgsql;
using NpgsqlTypes;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The statements of a file's transaction.</summary>
internal sealed class FileStatements
{
    private const string BeforeRows = "before_rows";

    private readonly CustomerSession session;
    private readonly InboundFile file;
    private readonly CardKeyCopy? keys;
    private readonly CardCopy copy;
    private BlindIndexBloomFilter? filter;
    private bool rowsBegun;
    private long auditAtBegin;

    /// <param name="session">The file's transaction.</param>
    /// <param name="file">The file.</param>
    /// <param name="keys">Takes the keys of its cards; null for a file that brings none.</param>
    public FileStatements(CustomerSession session, InboundFile file, CardKeyCopy? keys = null)
    {
        this.keys = keys;
        this.session = session;
        this.file = file;
        copy = new CardCopy(session, file.Customer.Value);
    }

    private string Customer => file.Customer.Value;

    /// <summary>The lease must still be ours; until the commit nobody takes it over any more.</summary>
    public async Task CheckTokenAsync(bool untilCommit, CancellationToken cancellationToken)
    {
        await LeaseFence.EnsureHeldAsync(session, file.Lease, untilCommit, $"nothing was stored for {file}.", cancellationToken)
            .ConfigureAwait(false);
        if (!untilCommit)
        {
            await using var head = session.Command("select entry_no from audit.head where customer_id = $1", Customer);
            auditAtBegin = await head.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long? ?? 0;
        }
    }

    /// <summary>
    /// The reading is over and only our own statements follow, under locks that the customer's other files wait for: whoever does not send
    /// the next one soon is suspended.
    /// </summary>
    public async Task HurryAsync(CancellationToken cancellationToken)
    {
        var longest = (long)Math.Min(5_000, session.StalledTransactionTimeout.TotalMilliseconds);
        await using var hurry = session.Command("select set_config('idle_in_transaction_session_timeout', $1, true)",
            longest.ToString(CultureInfo.InvariantCulture));
        await hurry.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Two files stored at the same moment do not see each other's rows, so the same person and product could be accepted in both. Asked
    /// for after the audit entry is written: its chain lets one file of a customer through at a time, and its entries say which files came
    /// in between.
    /// </summary>
    /// <exception cref="FileExchangeException">DatabaseConflict: this file is to be read again, now that the other one can be
    /// seen.</exception>
    public async Task CheckPersonsOnceMoreAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            with files as materialized (
                select e.subject::uuid as file_id from audit.entry e where e.customer_id = $1 and e.entry_no > $2
                    and e.action = 'FILE_STORED'),
            others as materialized (
                select o.first_card_id, o.last_card_id from files join orders.card_order o using (file_id) where o.order_id <> $3)
            select exists (
                select from others o
                join lateral (
                    select c.person_index, c.product_code from orders.card c
                    where c.card_id between o.first_card_id and o.last_card_id and c.person_index is not null offset 0) theirs on true
                join lateral (
                    select p.card_id from orders.card_person p where p.person_index = theirs.person_index offset 0) same
                        on same.card_id between $4 and $5
                join lateral (
                    select c.status, c.replaces_card_no, c.product_code from orders.card c where c.card_id = same.card_id offset 0) ours
                        on ours.product_code = theirs.product_code
                where ours.status = 'ACCEPTED' and ours.replaces_card_no is null)
            """, Customer, auditAtBegin, orderId, CardIds.First(orderId), CardIds.Last(orderId));
        if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
        {
            throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                $"Another file of {Customer} brought the same person while {file} was stored.");
        }
    }

    public async Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            insert into exchange.reply_name as r (customer_id, base_name, uses) values ($1, $2, 1)
            on conflict (customer_id, base_name) do update set uses = r.uses + 1
            returning uses
            """, Customer, counterKey);
        CrashPoint.Pass("reply-name.using");
        var uses = (int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        CrashPoint.Pass("reply-name.used");
        return uses;
    }

    public async Task<long?> LastSequenceAsync(bool alone, CancellationToken cancellationToken)
    {
        await using var command = session.Command(
            "select sequence_no from exchange.accepted_sequence where customer_id = $1 and kind = $2" + (alone ? " for update" : ""),
            Customer, InboundFileRow.KindWord(file.Kind));
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    public async Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            select a.file_id, f.name
            from exchange.accepted_content a join exchange.inbound_file f using (file_id)
            where a.customer_id = $1 and a.content_mac = $2 and a.accepted_at >= $3
                and not exchange.may_replay(a.file_id, (select n.claimed_at from exchange.inbound_file n where n.file_id = $4))
            """, Customer, contentMac, since, file.FileId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetGuid(0), reader.GetString(1)) : null;
    }

    public async Task FindKnownAsync(OrderBatch batch, DateTimeOffset personSince, KnownCards known, CancellationToken cancellationToken)
    {
        await BeginRowsAsync(cancellationToken).ConfigureAwait(false);
        var wanted = Wanted.Of(batch, filter);
        if (wanted.IsEmpty)
        {
            return;
        }

        await using var lookups = session.Batch();
        lookups.Add("""
            select c.ref_index, c.card_id, c.sealed, coalesce(o.order_no, 0), coalesce(c.card_no, 0)
            from orders.card c left join orders.card_order o using (order_id)
            where c.ref_index = any($1)
            """, Uuids(wanted.Refs));
        lookups.Add("""
            select p.person_index, c.product_code
            from orders.card_person p join lateral (select c.product_code, c.ordered_at from orders.card c
                where c.card_id = p.card_id offset 0) c on c.ordered_at >= $2
            where p.person_index = any($1)
            """, Uuids(wanted.Persons), personSince);
        // A card is replaced once, unless what was to replace it came to nothing.
        lookups.Add("""
            select c.card_no from orders.card c
            where c.card_no = any($1) and c.customer_id = $2 and not exists (
                select from orders.card r where r.replaces_card_no = c.card_no and r.customer_id = $2
                    and r.status not in ('CANCELLED', 'REJECTED', 'FAILED'))
            """, wanted.Cards, Customer);
        await using var reader = await lookups.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.ByRef[KeyedIndexColumn.Read(reader, 0)] = new KnownCard(
                new SealedCard(reader.GetGuid(1), reader.GetFieldValue<byte[]>(2), null), reader.GetInt64(3), reader.GetInt64(4));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Persons.Add((KeyedIndexColumn.Read(reader, 0), reader.GetString(1)));
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.CardNumbers.Add(reader.GetInt64(0));
        }

        await reader.DisposeAsync().ConfigureAwait(false);
        await AddKeysAsync(known, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The keys of the known cards, without which they cannot be compared with the file's rows.</summary>
    private async Task AddKeysAsync(KnownCards known, CancellationToken cancellationToken)
    {
        if (known.ByRef.Count > 0 && keys is not null)
        {
            var found = await keys.GetAsync([.. known.ByRef.Values.Select(one => one.Card.CardId)], cancellationToken)
                .ConfigureAwait(false);
            foreach (var (reference, one) in known.ByRef.ToList())
            {
                known.ByRef[reference] = one with { Card = one.Card with { Key = found.GetValueOrDefault(one.Card.CardId) } };
            }
        }
    }

    private static Guid[] Uuids(IEnumerable<UInt128> indexes) => [.. indexes.Select(KeyedIndexColumn.ToUuid)];

    /// <summary>The cards and their keys, side by side: they go through two connections.</summary>
    public Task AddCardsAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.WhenAll(copy.AddAsync(batch, orderId, now, cancellationToken), keys?.AddAsync(batch, cancellationToken) ?? Task.CompletedTask);

    public async Task UndoRowsAsync(CancellationToken cancellationToken)
    {
        if (keys is not null)
        {
            await keys.UndoAsync().ConfigureAwait(false);
        }

        if (rowsBegun)
        {
            await using var command = session.Command($"rollback to savepoint {BeforeRows}");
            CrashPoint.Pass("rows.undoing");
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("rows.undone");
        }
    }

    /// <summary>Begins what <see cref="UndoRowsAsync"/> undoes.</summary>
    private async Task BeginRowsAsync(CancellationToken cancellationToken)
    {
        if (!rowsBegun)
        {
            rowsBegun = true;

            // The planner knows nothing of the rows that this transaction adds and would read the growing table from end to end for every
            // batch, or start other processes to do so.
            await using var batch = session.Batch();
            batch.AddHint(PlannerHints.NoTableScan);
            batch.Add("set local max_parallel_workers_per_gather = 0");
            batch.Add($"savepoint {BeforeRows}");
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            filter = await RegisterFilter.ReadAsync(session, Customer, file.Seen.SizeBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What of a batch is looked up.</summary>
    private sealed record Wanted(List<UInt128> Refs, List<UInt128> Persons, List<long> Cards)
    {
        public bool IsEmpty => Refs.Count + Persons.Count + Cards.Count == 0;

        public static Wanted Of(OrderBatch batch, BlindIndexBloomFilter? filter)
        {
            var wanted = new Wanted([], [], []);
            foreach (ref var row in batch.Rows)
            {
                if (row.Outcome == RowOutcome.Rejected)
                {
                    continue;
                }

                if (filter is null || filter.Add(row.RefIndex))
                {
                    wanted.Refs.Add(row.RefIndex);
                }

                if (row.PersonIndex != 0 && (filter is null || filter.Add(row.PersonIndex)))
                {
                    wanted.Persons.Add(row.PersonIndex);
                }

                if (row.ReplacesCardNo is { } card)
                {
                    wanted.Cards.Add(card);
                }
            }

            return wanted;
        }
    }
}
