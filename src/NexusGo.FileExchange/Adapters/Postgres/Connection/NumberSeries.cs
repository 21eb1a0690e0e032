using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Order and card numbers. A block of numbers is taken in a short transaction of its own and given out from memory, so that files that are
/// stored at the same time do not wait for each other; what is left of a block when the worker stops is never used.
/// </summary>
internal sealed class NumberSeries(ExchangeDatabase database)
{
    private const int Block = 1_000;
    /// <summary>A block for a large file holds the numbers of so many of its batches.</summary>
    private const int BatchesAhead = 32;

    private readonly ConcurrentDictionary<string, Remaining> series = new();

    /// <summary>The first of <paramref name="count"/> consecutive numbers that nobody else gets.</summary>
    public async Task<long> TakeAsync(string name, int count, CancellationToken cancellationToken)
    {
        var remaining = series.GetOrAdd(name, _ => new Remaining());
        await remaining.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (remaining.Count < count)
            {
                var size = count > Block / 4 ? count * BatchesAhead : Block;
                CrashPoint.Pass("numbers.taking");
                remaining.Next = await TakeBlockAsync(name, size, cancellationToken).ConfigureAwait(false);
                CrashPoint.Pass("numbers.taken");
                remaining.Count = size;
            }

            var first = remaining.Next;
            remaining.Next += count;
            remaining.Count -= count;
            return first;
        }
        finally
        {
            remaining.Gate.Release();
        }
    }

    /// <summary>
    /// Whether a number of ours was given to somebody else before: its block was taken from a database that has forgotten it since.
    /// </summary>
    public static bool IsConflict(PostgresException exception) =>
        PostgresErrors.IsConflict(exception, "uq_card_no") || PostgresErrors.IsConflict(exception, "uq_card_order_no");

    /// <summary>Drops what is left of all blocks.</summary>
    public void Forget() => series.Clear();

    private async Task<long> TakeBlockAsync(string name, int size, CancellationToken cancellationToken)
    {
        await using var session = await database.OpenForNobodyAsync(cancellationToken).ConfigureAwait(false);
        await using var batch = session.Batch();

        // Durable: a standby that is promoted, or a crash of the server, must not give the same block a second time.
        batch.Add("update exchange.number_series set last_value = last_value + $2 where series = $1 returning last_value", name,
            (long)size);
        var last = (long)(await batch.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        await session.CommitAsync().ConfigureAwait(false);
        return last - size + 1;
    }

    private sealed class Remaining
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);
        public long Next { get; set; }
        public int Count { get; set; }
    }
}
