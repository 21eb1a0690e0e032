using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Begins the transaction of an event file.</summary>
internal sealed class ProductionStore(ExchangeDatabase database, NumberSeries numbers, TimeProvider clock) : IProductionStore
{
    public async Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(CustomerId.Production, cancellationToken).ConfigureAwait(false);
        var files = new FileTransaction(session, file, numbers, new CardKeyCopy(database, file));
        try
        {
            await files.CheckTokenAsync(cancellationToken).ConfigureAwait(false);
            return new EventTransaction(session, files, new Uuid7Sequence(clock));
        }
        catch
        {
            await files.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>The one transaction of an event file; translates what the driver throws.</summary>
internal sealed class EventTransaction(CustomerSession session, FileTransaction files, Uuid7Sequence ids) : IEventTransaction
{
    private readonly EventStaging staging = new(session);

    public IFileTransaction File => files;

    public ValueTask AddAsync(EventRow row, CancellationToken cancellationToken)
    {
        staging.Add(row);
        return staging.IsFull ? new ValueTask(Guarded(() => staging.FlushAsync(cancellationToken))) : ValueTask.CompletedTask;
    }

    public Task<RowCounts> ApplyAsync(DateTimeOffset now, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        await staging.FinishAsync(cancellationToken).ConfigureAwait(false);
        return await new EventStatements(session, ids, now).ApplyAsync(cancellationToken).ConfigureAwait(false);
    });

    public async IAsyncEnumerable<EventAnswer> AnswersAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var answers = await ExchangeDatabase.GuardAsync(() => EventAnswers.OpenAsync(session, cancellationToken)).ConfigureAwait(false);
        while (await ExchangeDatabase.GuardAsync(() => answers.NextAsync(cancellationToken)).ConfigureAwait(false) is { } answer)
        {
            yield return answer;
        }
    }

    public ValueTask DisposeAsync() => files.DisposeAsync();

    private static Task<bool> Guarded(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
