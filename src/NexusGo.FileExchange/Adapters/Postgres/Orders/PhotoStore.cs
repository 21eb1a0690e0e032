using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Cards that wait for photos.</summary>
internal sealed class PhotoStore(ExchangeDatabase database, CardKeyStore keys, TimeProvider clock) : IPhotoStore
{
    public async Task<IReadOnlyDictionary<UInt128, PhotoCard>> FindAsync(CustomerId customer, IReadOnlyList<UInt128> references,
        CancellationToken cancellationToken)
    {
        await using var session = await database.OpenForCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        var found = await ExchangeDatabase.GuardAsync(() => PhotoTransaction.FindAsync(session, references, cancellationToken))
            .ConfigureAwait(false);
        var wrapped = await keys.GetAsync(customer, [.. found.Values.Select(card => card.Card.CardId)], cancellationToken)
            .ConfigureAwait(false);
        return found.ToDictionary(one => one.Key,
            one => one.Value with { Card = one.Value.Card with { Key = wrapped.GetValueOrDefault(one.Value.Card.CardId) } });
    }

    public async Task<IPhotoTransaction> BeginAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        var transaction = new PhotoTransaction(session, file, new Uuid7Sequence(clock));
        try
        {
            await transaction.BeginAsync(cancellationToken).ConfigureAwait(false);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>The one transaction in which photos reach their cards; translates what the driver throws.</summary>
internal sealed class PhotoTransaction(CustomerSession session, InboundFile file, Uuid7Sequence ids) : IPhotoTransaction
{
    private readonly FileStatements statements = new(session, file);

    public Task BeginAsync(CancellationToken cancellationToken) =>
        Guarded(() => statements.CheckTokenAsync(untilCommit: false, cancellationToken));

    public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.UseReplyNameAsync(counterKey, cancellationToken));

    public Task<IReadOnlyDictionary<UInt128, PhotoCard>> LockAsync(IReadOnlyList<UInt128> references,
        CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
        {
            await EventLock.TakeAsync(session, file.Customer.Value, cancellationToken).ConfigureAwait(false);
            return await FindAsync(session, references, cancellationToken).ConfigureAwait(false);
        });

    public Task AddAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken) =>
        Guarded(() => CardPhotos.AddAsync(session, file.Customer, photos, now, cancellationToken));

    public Task ReleaseAsync(IReadOnlyList<PhotoCard> cards, DateTimeOffset now, CancellationToken cancellationToken) => Guarded(async () =>
    {
        // A card that got its photo and still waits for a second person bears that code from now on.
        await session.ExecuteAsync("""
            update orders.card c set awaits_photo = false, hold_code = case
                when c.hold_code = $2 and exists (select from orders.card_order o where o.order_id = c.order_id and o.approval = 'PENDING')
                    then $3 else c.hold_code end
            where c.card_id = any($1)
            """, [cards.Select(card => card.Card.CardId).ToArray(), OrderPass.AwaitsPhoto, OrderPass.AwaitsApproval], cancellationToken)
            .ConfigureAwait(false);
        var moves = new CardMoves(session, file.Customer.Value, ids, now);
        var before = new CardFacts(CardStatus.OnHold, CardState.None, IsInvoiced: false, IsErased: false);
        var after = CardLifeCycle.Ask(before, CardEventKind.Accepted).Facts;
        foreach (var card in cards.Where(card => !card.WaitsForMore))
        {
            await moves.AddAsync(card.Card.CardId, CardEventKind.Accepted, null, before, after, cancellationToken).ConfigureAwait(false);
        }

        await moves.FlushAsync(cancellationToken).ConfigureAwait(false);
    });

    public Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            await new VerdictRows(session, file).WriteAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("token.checking");
            await statements.CheckTokenAsync(untilCommit: true, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("photos.committing");
            await session.CommitAsync().ConfigureAwait(false);
            CrashPoint.Pass("photos.committed");
        });

    public ValueTask DisposeAsync() => session.DisposeAsync();

    public static async Task<IReadOnlyDictionary<UInt128, PhotoCard>> FindAsync(CustomerSession session, IReadOnlyList<UInt128> references,
        CancellationToken cancellationToken)
    {
        var cards = new Dictionary<UInt128, PhotoCard>();
        await using var command = session.Command("""
            select c.ref_index, c.card_id, c.product_code, c.status, c.awaits_photo, c.hold_code, coalesce(o.approval = 'PENDING', false),
                o.order_no, coalesce(c.card_no, 0)
            from orders.card c join orders.card_order o using (order_id)
            where c.ref_index = any($1) and c.erased_at is null
            """, (object)references.Select(KeyedIndexColumn.ToUuid).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var (status, awaits, hold) = (reader.GetString(3), reader.GetBoolean(4), StagedRow.TextOf(reader, 5));
            var stage = status is "ON_HOLD" && awaits ? PhotoStage.Awaited : status is "ON_HOLD" or "ACCEPTED"
                ? PhotoStage.Replaceable : PhotoStage.TooLate;
            cards[KeyedIndexColumn.Read(reader, 0)] = new PhotoCard(new SealedCard(reader.GetGuid(1), default, null), reader.GetString(2),
                stage,
                hold != OrderPass.AwaitsPhoto || reader.GetBoolean(6), reader.GetInt64(7), reader.GetInt64(8));
        }

        return cards;
    }

    private static Task<bool> Guarded(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
