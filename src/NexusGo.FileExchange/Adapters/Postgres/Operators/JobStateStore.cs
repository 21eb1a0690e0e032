using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Where workers write how their jobs went, and read what operators have decided about areas.</summary>
internal sealed class JobStateStore(ExchangeDatabase database, WorkerIdentity worker)
{
    /// <summary>Notes what changed since the last call. An outcome that is older than what another worker noted is passed over.</summary>
    /// <returns>What operators have decided, of all areas about which they ever did.</returns>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed; the same states may be noted again.</exception>
    public Task<IReadOnlyList<AreaControl>> NoteAsync(IReadOnlyList<JobState> states, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync<IReadOnlyList<AreaControl>>(async () =>
        {
            await using var session = await database.OpenForNobodyAsync(cancellationToken).ConfigureAwait(false);
            var controls = new List<AreaControl>();
            await using (var batch = session.Batch())
            {
                // Idempotent, so safe without a synchronous commit: what a crash loses is noted again within seconds.
                batch.AddNoWaitForDisk();
                batch.Add("select * from exchange.note_jobs($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", worker.Owner,
                    Column(states, one => one.Area), Column(states, one => one.Job), Column(states, one => one.EndedAt),
                    Column(states, one => one.RunningSince), Column(states, one => one.SucceededAt),
                    Column(states, one => one.FailingSince),
                    Column(states, one => one.Failures), Column(states, one => one.Reason), Column(states, one => one.Message),
                    Column(states, one => one.NotBefore));
                await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    DateTimeOffset? Instant(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
                    controls.Add(new AreaControl(new CustomerId(reader.GetString(0)), Instant(1), Instant(2), Instant(3)));
                }
            }

            await session.CommitAsync().ConfigureAwait(false);
            return controls;
        });

    private static T[] Column<T>(IReadOnlyList<JobState> states, Func<JobState, T> of) => [.. states.Select(of)];
}
