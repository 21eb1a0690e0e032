using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What operators ask of the database: of all areas in one round trip, however many there are.</summary>
internal sealed class ExchangeFactsStore(ExchangeDatabase database) : IExchangeFacts
{
    public Task<ExchangeFacts> ReadAsync(DateTimeOffset now, CustomerId? only, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await using var session = await database.OpenForNobodyAsync(cancellationToken).ConfigureAwait(false);
            await using var batch = session.Batch();
            batch.Add("select * from exchange.area_facts($1, $2)", now, only?.Value);
            batch.Add("select * from exchange.job_states() where $1::text is null or customer_id = $1", only?.Value);
            batch.Add("select owner from exchange.worker_presence where alive_until > $1", now);
            batch.Add("select clock_timestamp()");
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var areas = await ListAsync(reader, CountsOf, cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var jobs = await ListAsync(reader, JobOf, cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var workers = await ListAsync(reader, row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var clock = (await ListAsync(reader, row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false))[0];
            return new ExchangeFacts(areas.ToDictionary(area => area.Customer, StringComparer.Ordinal),
                jobs.ToLookup(job => job.Area, StringComparer.Ordinal), workers, clock);
        });

    private static async Task<List<T>> ListAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        var found = new List<T>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(read(reader));
        }

        return found;
    }

    private static AreaCounts CountsOf(NpgsqlDataReader row)
    {
        long Count(string column) => row.GetInt64(row.GetOrdinal(column));
        DateTimeOffset? Instant(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null
            : row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));
        string? Text(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));
        Trouble? TroubleOf(string since, string reason, string text) => Text(reason) is { } why
            ? new Trouble(Instant(since), why, Text(text)) : null;
        var path = row.GetOrdinal("unclaimed_path");
        return new AreaCounts
        {
            Customer = row.GetString(0),
            OpenFiles = Count("open_files"),
            OldestOpenFile = Instant("oldest_open_file"),
            FailingFiles = Count("failing_files"),
            FailingFile = TroubleOf("failing_file_since", "failing_file_problem", "failing_file_text"),
            WaitingReports = Count("waiting_reports"),
            OldestWaitingReport = Instant("oldest_waiting_report"),
            WaitingReport = TroubleOf("oldest_waiting_report", "waiting_problem", "waiting_text"),
            Out = Count("out_reports"),
            Uncollected = Count("uncollected"),
            OldestUncollected = Instant("oldest_uncollected"),
            ToRemove = Count("to_remove"),
            OldestToRemove = Instant("oldest_to_remove"),
            Removal = TroubleOf("oldest_to_remove", "remove_problem", "remove_text"),
            Changed = Count("changed"),
            Quarantined = Count("quarantined"),
            OldestQuarantined = Instant("oldest_quarantined"),
            ForeignEntries = Count("foreign_entries"),
            OldestForeignEntry = Instant("oldest_foreign_entry"),
            Unclaimed = Count("unclaimed"),
            OldestUnclaimed = Instant("oldest_unclaimed"),
            OldestUnclaimedName = row.IsDBNull(path)
                ? null : MaskedName.Of(RemotePath.FromBytes(row.GetFieldValue<byte[]>(path)).ToString()),
            OverdueCards = Count("overdue_cards"),
            OverdueStatus = Text("overdue_status"),
            OverdueSince = Instant("overdue_since"),
            Holds = Count("holds"),
            NearestHoldEnd = Instant("nearest_hold_end"),
            LeaseOwner = Text("lease_owner"),
            LeaseUntil = Instant("lease_until"),
            Pause = Instant("paused_at") is { } since
                ? new AreaPause(since, Instant("paused_until"), Text("pause_reason")!, Text("paused_by")!) : null,
        };
    }

    private static JobState JobOf(NpgsqlDataReader row)
    {
        DateTimeOffset? Instant(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null
            : row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));
        string? Text(string column) => row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));
        return new JobState
        {
            Area = Text("customer_id")!,
            Job = Text("job")!,
            Owner = Text("owner")!,
            EndedAt = Instant("ended_at"),
            RunningSince = Instant("running_since"),
            SucceededAt = Instant("succeeded_at"),
            FailingSince = Instant("failing_since"),
            Failures = row.GetInt32(row.GetOrdinal("failures")),
            Reason = Text("reason"),
            Message = Text("message"),
            NotBefore = Instant("not_before"),
        };
    }
}
