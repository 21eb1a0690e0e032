using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Sightings and inbound files; every look is one statement, however many files it saw.</summary>
internal sealed partial class InboxStore(ExchangeDatabase database) : IInboxStore
{
    public Task<IReadOnlyList<Sighting>> RecordAsync(AreaLease lease, IReadOnlyList<SeenFile> seen, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, session => RecordAsync(session, lease, seen, now, cancellationToken),
            cancellationToken);

    private static async Task<IReadOnlyList<Sighting>> RecordAsync(CustomerSession session, AreaLease lease, IReadOnlyList<SeenFile> seen,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            with look as (
                insert into exchange.sighting as s (customer_id, path, version, size_bytes, modified_seconds, first_seen_at, same_since,
                    same_polls, last_seen_at)
                select $1, n.path, nextval('exchange.sighting_version'), n.size_bytes, n.modified_seconds, $2, $2, 1, $2
                from unnest($3::bytea[], $4::bigint[], $5::bigint[]) as n (path, size_bytes, modified_seconds)
                where exists (select from exchange.area_lease where customer_id = $1 and token = $6 and owner = $7)
                on conflict (customer_id, path) do update set
                    version = case when s.size_bytes = excluded.size_bytes and s.modified_seconds = excluded.modified_seconds
                        then s.version else excluded.version end,
                    same_since = case when s.size_bytes = excluded.size_bytes and s.modified_seconds = excluded.modified_seconds
                        then least(s.same_since, excluded.same_since) else excluded.same_since end,
                    first_seen_at = least(s.first_seen_at, excluded.first_seen_at),
                    same_polls = case when s.size_bytes = excluded.size_bytes and s.modified_seconds = excluded.modified_seconds
                        then s.same_polls + 1 else 1 end,
                    size_bytes = excluded.size_bytes,
                    modified_seconds = excluded.modified_seconds,
                    last_seen_at = excluded.last_seen_at
                returning path, version, first_seen_at, same_since, same_polls, told_at, answered_at
            )
            select l.path, l.version, l.first_seen_at, l.same_since, l.same_polls, l.told_at, l.answered_at, f.state
            from look l left join exchange.inbound_file f on f.customer_id = $1 and f.path = l.path and f.version = l.version
            """, lease.Customer.Value, now, seen.Select(s => s.Path.Bytes.ToArray()).ToArray(),
            seen.Select(s => s.Version.SizeBytes).ToArray(),
            seen.Select(s => s.Version.ModifiedSeconds).ToArray(), lease.Token,
            lease.Owner);
        var found = new Dictionary<RemotePath, Sighting>(seen.Count);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var path = RemotePath.FromBytes(reader.GetFieldValue<byte[]>(0));
                found[path] = new Sighting(path, reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2),
                    reader.GetFieldValue<DateTimeOffset>(3), reader.GetInt32(4),
                    InstantOf(reader, 5), InstantOf(reader, 6), reader.IsDBNull(7) ? null : reader.GetString(7));
            }
        }

        return found.Count > 0 || seen.Count == 0
            ? [.. seen.Select(s => found[s.Path])]
            : throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has the area of {lease.Customer} by now; what was seen is out of date.");
    }

    public Task NoteToldAsync(CustomerId customer, IReadOnlyList<RemotePath> paths, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, session =>
            session.ExecuteAsync("update exchange.sighting set told_at = $2 where customer_id = $1 and path = any($3) and told_at is null",
            [customer.Value, now, paths.Select(p => p.Bytes.ToArray()).ToArray()], cancellationToken), cancellationToken);

    public Task<IReadOnlyList<StoredFile>> StoredAsync(CustomerId customer, int limit, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<StoredFile>>(customer, async session =>
        {
            await using var command = session.Command("""
                select f.file_id, f.path, f.size_bytes, f.modified_seconds, f.version,
                    not exists (select from exchange.pending_report r where r.file_id = f.file_id and r.delivered_at is null),
                        f.kind = 'FOREIGN', f.companions
                from exchange.inbound_file f
                where f.customer_id = $1 and f.state = 'STORED'
                order by f.claimed_at
                limit $2
                """, customer.Value, limit);
            var files = new List<StoredFile>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                files.Add(new StoredFile(reader.GetGuid(0), RemotePath.FromBytes(reader.GetFieldValue<byte[]>(1)),
                    new RemoteVersion(reader.GetInt64(2), reader.GetInt64(3)), reader.GetInt64(4), reader.GetBoolean(5),
                    reader.GetBoolean(6),
                    [.. reader.GetFieldValue<byte[][]>(7).Select(companion => RemotePath.FromBytes(companion))]));
            }

            return files;
        }, cancellationToken);

    public Task<IReadOnlySet<string>> ClaimedNamesAsync(
        CustomerId customer, IReadOnlyCollection<string> names, bool isTest, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlySet<string>>(customer, async session =>
        {
            var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            await using var command = session.Command("""
                select distinct n.name from unnest($2::text[]) as n (name)
                join exchange.inbound_file f on lower(f.name) = lower(n.name) and f.customer_id = $1 and f.is_test = $3
                    and f.claimed_at >= $4 and f.kind <> 'FOREIGN'
                """, customer.Value, names.ToArray(), isTest, since);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                found.Add(reader.GetString(0));
            }

            return found;
        }, cancellationToken);

    public Task CloseAsync(CustomerId customer, StoredFile file, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            // The masked name takes the place of the path, because nothing needs the name any more as the customer wrote it. Idempotent, so
            // safe without a synchronous commit: after a crash the source is found to be gone. The state is compared, so that a worker that
            // was suspended changes nothing.
            await using var batch = session.Batch();
            batch.AddNoWaitForDisk();
            batch.Add("""
                with closed as (
                    update exchange.inbound_file set state = 'CLOSED', closed_at = $2, path = convert_to(name, 'UTF8'), companions = '{}'
                        where file_id = $1 and state = 'STORED'
                    returning file_id
                ), told as (
                    update exchange.sighting set answered_at = $2 where customer_id = $3 and path = $4 and $7
                        and exists (select from closed)
                )
                delete from exchange.sighting
                where customer_id = $3 and not $7 and ((path = $4 and version = $5) or path = any($6)) and exists (select from closed)
                """, file.FileId, now, customer.Value, file.Path.Bytes, file.Version,
                file.Companions.Select(companion => companion.Bytes.ToArray()).ToArray(), file.IsForeign);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private static DateTimeOffset? InstantOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
