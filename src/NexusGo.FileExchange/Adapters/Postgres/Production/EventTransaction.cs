using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The one transaction of an event file; translates what the driver throws.</summary>
internal sealed class EventTransaction(CustomerSession session, FileTransaction files, CardDetailRows details, DateTimeOffset now)
    : IEventTransaction
{
    private readonly EventStaging staging = new(session);
    private readonly CardEventWriter writer = new(session, CustomerId.Production, now, details);

    public ICardEventWriter Writer => writer;

    public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
        files.UseReplyNameAsync(counterKey, cancellationToken);

    public Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
        CancellationToken cancellationToken) =>
        files.FindContentAsync(contentMac, since, cancellationToken);

    public ValueTask AddAsync(EventRow row, CancellationToken cancellationToken)
    {
        staging.Add(row);
        return staging.IsFull ? new ValueTask(GuardedAsync(() => staging.FlushAsync(cancellationToken))) : ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<StagedEvent> StagedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await GuardedAsync(() => staging.FinishAsync(cancellationToken)).ConfigureAwait(false);
        var events = new StagedEventCursor(session).ReadAsync(() => FlushAsync(cancellationToken), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        await using var owned = events.ConfigureAwait(false);
        while (await ExchangeDatabase.GuardAsync(() => events.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            yield return events.Current;
        }
    }

    public void Answer(int rowNumber, RowOutcome outcome, string? code) => staging.Answer(rowNumber, outcome, code);

    public async IAsyncEnumerable<EventAnswer> AnswersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await GuardedAsync(() => staging.FlushAnswersAsync(cancellationToken)).ConfigureAwait(false);
        await using var answers = await ExchangeDatabase.GuardAsync(() => EventAnswers.OpenAsync(session, cancellationToken))
            .ConfigureAwait(false);
        while (await ExchangeDatabase.GuardAsync(() => answers.NextAsync(cancellationToken)).ConfigureAwait(false) is { } answer)
        {
            yield return answer;
        }
    }

    public Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken) =>
        files.CommitAsync(verdict, answers, cancellationToken);

    public ValueTask DisposeAsync() => files.DisposeAsync();

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        await staging.FlushAnswersAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Task<bool> GuardedAsync(Func<Task> work) => ExchangeDatabase.GuardAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });
}
