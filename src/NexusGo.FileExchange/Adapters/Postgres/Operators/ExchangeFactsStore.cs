using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What operators ask of the database: of all areas in one round trip, however many there are.</summary>
internal sealed class ExchangeFactsStore(ExchangeDatabase database)
{
    /// <exception cref="Diagnostics.FileExchangeException">The database failed.</exception>
    public Task<ExchangeFacts> ReadAsync(DateTimeOffset now, CustomerId? only, CancellationToken cancellationToken) =>
        ExchangeDatabase.GuardAsync(async () =>
        {
            await using var session = await database.OpenForNobodyAsync(cancellationToken).ConfigureAwait(false);
            await using var batch = session.Batch();
            batch.Add("select * from exchange.area_facts($1, $2)", now, only?.Value);
            batch.Add("select * from exchange.job_states() where $1::text is null or customer_id = $1", only?.Value);
            batch.Add("select owner from exchange.worker_presence where alive_until > $1", now);
            batch.Add("select * from exchange.area_changes($1)", only?.Value);
            batch.Add("select clock_timestamp()");
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var areas = (await ListAsync(reader, CountsOf, cancellationToken).ConfigureAwait(false))
                .ToDictionary(area => area.Customer, StringComparer.Ordinal);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var jobs = await ListAsync(reader, JobOf, cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var workers = await ListAsync(reader, row => row.GetString(0), cancellationToken).ConfigureAwait(false);
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (area, changes, since) in await ListAsync(reader, ChangesOf, cancellationToken).ConfigureAwait(false))
            {
                areas[area] = (areas.GetValueOrDefault(area) ?? new AreaCounts { Customer = area }) with
                {
                    ServerChanges = changes, ServerChangedAt = since,
                };
            }

            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var clock = (await ListAsync(reader, row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false))[0];
            return new ExchangeFacts(areas, jobs.ToLookup(job => job.Area, StringComparer.Ordinal), workers, clock);
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
        Trouble? TroubleOf(string since, string reason, string text) => Text(row, reason) is { } why
            ? new Trouble(Instant(row, since), why, Text(row, text)) : null;
        var path = row.GetOrdinal("unclaimed_path");
        return new AreaCounts
        {
            Customer = row.GetString(0),
            OpenFiles = Count("open_files"),
            OldestOpenFile = Instant(row, "oldest_open_file"),
            FailingFiles = Count("failing_files"),
            FailingFile = TroubleOf("failing_file_since", "failing_file_problem", "failing_file_text"),
            WaitingReports = Count("waiting_reports"),
            OldestWaitingReport = Instant(row, "oldest_waiting_report"),
            WaitingReport = TroubleOf("oldest_waiting_report", "waiting_problem", "waiting_text"),
            Out = Count("out_reports"),
            Uncollected = Count("uncollected"),
            OldestUncollected = Instant(row, "oldest_uncollected"),
            ToRemove = Count("to_remove"),
            OldestToRemove = Instant(row, "oldest_to_remove"),
            Removal = TroubleOf("oldest_to_remove", "remove_problem", "remove_text"),
            Changed = Count("changed"),
            Quarantined = Count("quarantined"),
            OldestQuarantined = Instant(row, "oldest_quarantined"),
            ForeignEntries = Count("foreign_entries"),
            OldestForeignEntry = Instant(row, "oldest_foreign_entry"),
            Unclaimed = Count("unclaimed"),
            OldestUnclaimed = Instant(row, "oldest_unclaimed"),
            OldestUnclaimedName = row.IsDBNull(path)
                ? null : MaskedName.Of(RemotePath.FromBytes(row.GetFieldValue<byte[]>(path)).ToString()),
            OverdueCards = Count("overdue_cards"),
            OverdueStatus = Text(row, "overdue_status"),
            OverdueSince = Instant(row, "overdue_since"),
            Holds = Count("holds"),
            NearestHoldEnd = Instant(row, "nearest_hold_end"),
            LeaseOwner = Text(row, "lease_owner"),
            LeaseUntil = Instant(row, "lease_until"),
            Pause = Instant(row, "paused_at") is { } since
                ? new AreaPause(since, Instant(row, "paused_until"), Text(row, "pause_reason")!, Text(row, "paused_by")!) : null,
        };
    }

    private static (string Area, string Changes, DateTimeOffset Since) ChangesOf(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2));

    private static JobState JobOf(NpgsqlDataReader row)
    {
        return new JobState
        {
            Area = Text(row, "customer_id")!,
            Job = Text(row, "job")!,
            Owner = Text(row, "owner")!,
            EndedAt = Instant(row, "ended_at"),
            RunningSince = Instant(row, "running_since"),
            SucceededAt = Instant(row, "succeeded_at"),
            FailingSince = Instant(row, "failing_since"),
            Failures = row.GetInt32(row.GetOrdinal("failures")),
            Reason = Text(row, "reason"),
            Message = Text(row, "message"),
            NotBefore = Instant(row, "not_before"),
        };
    }

    private static DateTimeOffset? Instant(NpgsqlDataReader row, string column) => row.IsDBNull(row.GetOrdinal(column)) ? null
        : row.GetFieldValue<DateTimeOffset>(row.GetOrdinal(column));

    private static string? Text(NpgsqlDataReader row, string column) =>
        row.IsDBNull(row.GetOrdinal(column)) ? null : row.GetString(row.GetOrdinal(column));
}
