using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>What is known of one name in an inbox. Reads only.</summary>
internal sealed class FileFactsStore(ExchangeDatabase database)
{
    private const int MostVersions = 5;

    public Task<FileFacts> ReadAsync(CustomerId customer, string name, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var (sightings, files) = (new List<SeenName>(), new List<TakenFile>());
            await TimelineRows.EachAsync(session, """
                select path, size_bytes, first_seen_at, same_since, same_polls, last_seen_at, answered_at from exchange.sighting s
                where customer_id = $1 and substring(path from length(path) - length($2::bytea) + 1) = $2::bytea order by first_seen_at
                    limit 10
                """, [customer.Value, Encoding.UTF8.GetBytes("/" + name)], row => sightings.Add(new SeenName(
                    MaskedName.Of(RemotePath.FromBytes((byte[])row["path"]!).ToString()), (long)row["size_bytes"]!,
                    row.Instant("first_seen_at")!.Value,
                    row.Instant("same_since")!.Value, (int)row["same_polls"]!, row.Instant("last_seen_at")!.Value,
                    row.Instant("answered_at"))),
                cancellationToken).ConfigureAwait(false);
            await TimelineRows.EachAsync(session, """
                select f.file_id, f.name, f.state, f.claimed_at, f.attempts, f.last_problem, f.problem_text, f.next_attempt_at,
                    f.file_status,
                    f.error_code, f.stored_at, f.closed_at, q.file_id is not null as quarantined
                from exchange.inbound_file f left join exchange.quarantined_file q using (file_id)
                where f.customer_id = $1 and f.name = $2 order by f.claimed_at desc limit $3
                """, [customer.Value, MaskedName.Of(name), MostVersions], row => files.Add(new TakenFile
                {
                    FileId = (Guid)row["file_id"]!,
                    Name = (string)row["name"]!,
                    State = (string)row["state"]!,
                    ClaimedAt = row.Instant("claimed_at")!.Value,
                    Attempts = (int)row["attempts"]!,
                    Problem = TroubleOf(row["last_problem"], row["problem_text"]),
                    NextAttemptAt = row.Instant("next_attempt_at")!.Value,
                    Status = row["file_status"] as string,
                    ErrorCode = row["error_code"] as string,
                    StoredAt = row.Instant("stored_at"),
                    ClosedAt = row.Instant("closed_at"),
                    IsQuarantined = (bool)row["quarantined"]!,
                }), cancellationToken).ConfigureAwait(false);
            for (var at = 0; at < files.Count; at++)
            {
                var answers = new List<FileAnswer>();
                await TimelineRows.EachAsync(session, """
                    select folder || name as path, delivered_at, last_problem, problem_text, next_attempt_at from exchange.pending_report
                    where file_id = $1 order by position
                    """, [files[at].FileId], row => answers.Add(new FileAnswer((string)row["path"]!, row.Instant("delivered_at"),
                        TroubleOf(row["last_problem"], row["problem_text"]), row.Instant("next_attempt_at")!.Value)), cancellationToken)
                    .ConfigureAwait(false);
                files[at] = files[at] with { Answers = answers };
            }

            return new FileFacts(sightings, files);
        }, cancellationToken);

    private static Trouble? TroubleOf(object? reason, object? text) => reason is string why ? new Trouble(null, why, text as string) : null;
}
