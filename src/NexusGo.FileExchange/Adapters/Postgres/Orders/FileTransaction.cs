using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The one transaction in which a file gets its verdict, its cards and its answers; translates what the driver throws.</summary>
internal sealed class FileTransaction(CustomerSession session, InboundFile file, NumberSeries numbers, CardKeyCopy keys) : IFileTransaction
{
    private readonly FileStatements statements = new(session, file, keys);

    /// <exception cref="FileExchangeException">LeaseLost.</exception>
    public Task CheckTokenAsync(CancellationToken cancellationToken) =>
        Guarded(() => statements.CheckTokenAsync(untilCommit: false, cancellationToken));

    public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.UseReplyNameAsync(counterKey, cancellationToken));

    public Task<long?> LastSequenceAsync(bool alone, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.LastSequenceAsync(alone, cancellationToken));

    public Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
        CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => statements.FindContentAsync(contentMac, since, cancellationToken));

    public Task FindKnownAsync(OrderBatch batch, DateTimeOffset personSince, KnownCards known, CancellationToken cancellationToken) =>
        Guarded(() => statements.FindKnownAsync(batch, personSince, known, cancellationToken));

    public Task AddCardsAsync(OrderBatch batch, Guid orderId, DateTimeOffset now, CancellationToken cancellationToken) =>
        Guarded(() => statements.AddCardsAsync(batch, orderId, now, cancellationToken));

    public Task AddPhotosAsync(IReadOnlyList<SealedPhoto> photos, DateTimeOffset now, CancellationToken cancellationToken) =>
        Guarded(() => CardPhotos.AddAsync(session, file.Customer, photos, now, cancellationToken));

    public Task<long> TakeNumbersAsync(string series, int count, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(() => numbers.TakeAsync(series, count, cancellationToken));

    public Task UndoRowsAsync(CancellationToken cancellationToken) =>
        Guarded(() => statements.UndoRowsAsync(cancellationToken));

    public Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken) =>
        Guarded(async () =>
        {
            await statements.HurryAsync(cancellationToken).ConfigureAwait(false);
            await new VerdictRows(session, file).WriteAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
            if (verdict.Order is { } order)
            {
                await statements.CheckPersonsOnceMoreAsync(order.OrderId, cancellationToken).ConfigureAwait(false);
            }

            CrashPoint.Pass("token.checking");
            await statements.CheckTokenAsync(untilCommit: true, cancellationToken).ConfigureAwait(false);
            if (verdict.Order is { } stored)
            {
                await keys.CommitAsync(stored.OrderId, verdict.StoredAt, cancellationToken).ConfigureAwait(false);
            }

            CrashPoint.Pass("store.committing");
            await session.CommitAsync().ConfigureAwait(false);
            CrashPoint.Pass("store.committed");
        });

    public async ValueTask DisposeAsync()
    {
        await keys.DisposeAsync().ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
    }

    private Task<bool> Guarded(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        try
        {
            await work().ConfigureAwait(false);
            return true;
        }
        catch (PostgresException e) when (NumberSeries.IsConflict(e))
        {
            // The file is read again at once, with numbers of a new block.
            numbers.Forget();
            throw;
        }
    });
}
