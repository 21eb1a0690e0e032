using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

internal sealed partial class InboxStore
{
    public Task<IReadOnlyList<InboundFile>> ClaimAsync(AreaLease lease, IReadOnlyList<ClaimRequest> requests, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(lease.Customer, session => ClaimAsync(session, lease, requests, now, cancellationToken),
            cancellationToken);

    private static async Task<IReadOnlyList<InboundFile>> ClaimAsync(CustomerSession session, AreaLease lease,
        IReadOnlyList<ClaimRequest> requests, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await LeaseFence.EnsureHeldAsync(session, lease, untilCommit: true, "nothing was claimed.", cancellationToken)
            .ConfigureAwait(false);
        await ForgetVanishedAsync(session, lease.Customer, now, cancellationToken).ConfigureAwait(false);
        var byPath = requests.ToDictionary(r => r.Sighting.Path);
        var companions = requests.SelectMany((r, i) => r.Markers.Select(marker => (RowNo: i + 1, Path: r.Sighting.Path.Sibling(marker))))
            .ToList();
        var files = new List<InboundFile>(requests.Count);
        await using (var claim = session.Command("""
            insert into exchange.inbound_file as f (file_id, customer_id, path, version, name, kind, is_test, state, lease_token, attempts,
                next_attempt_at,
                size_bytes, modified_seconds, first_seen_at, claimed_at, same_since, same_polls, companions)
            select n.file_id, $1, n.path, n.version, n.name, n.kind, n.is_test, 'CLAIMED', $2, 1, $3, n.size_bytes, n.modified_seconds,
                n.first_seen_at, $3, n.same_since, n.same_polls,
                coalesce((select array_agg(c.path) from unnest($15::integer[], $16::bytea[]) as c (row_no, path)
                    where c.row_no = n.row_no), '{}')
            from unnest($4::uuid[], $5::bytea[], $6::bigint[], $7::text[], $8::text[], $9::boolean[], $10::bigint[], $11::bigint[],
                $12::timestamptz[], $13::timestamptz[], $14::integer[])
                with ordinality as n (file_id, path, version, name, kind, is_test, size_bytes, modified_seconds, first_seen_at, same_since,
                    same_polls, row_no)
            on conflict (customer_id, path, version) do update set
                lease_token = excluded.lease_token, attempts = f.attempts + 1, claimed_at = excluded.claimed_at,
                    next_attempt_at = excluded.next_attempt_at,
                companions = excluded.companions
            where f.state = 'CLAIMED' and not (f.last_problem is not null and f.next_attempt_at > $3
                and f.next_attempt_at <= $3 + interval '16 minutes')
            returning file_id, path, attempts
            """, lease.Customer.Value, lease.Token, now,
            requests.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            requests.Select(r => r.Sighting.Path.Bytes.ToArray()).ToArray(),
            requests.Select(r => r.Sighting.Version).ToArray(),
            requests.Select(r => MaskedName.Of(r.Name.ToString())).ToArray(),
            requests.Select(r => InboundFileRow.KindWord(r.Kind)).ToArray(),
            requests.Select(r => r.IsTest).ToArray(),
            requests.Select(r => r.Seen.SizeBytes).ToArray(),
            requests.Select(r => r.Seen.ModifiedSeconds).ToArray(),
            requests.Select(r => r.Sighting.FirstSeenAt).ToArray(),
            requests.Select(r => r.Sighting.SameSince).ToArray(),
            requests.Select(r => r.Sighting.SamePolls).ToArray(),
            companions.Select(c => c.RowNo).ToArray(),
            companions.Select(c => c.Path.Bytes.ToArray()).ToArray()))
        await using (var reader = await claim.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var request = byPath[RemotePath.FromBytes(reader.GetFieldValue<byte[]>(1))];
                files.Add(request.FileOf(lease, reader.GetGuid(0), reader.GetInt32(2)));
            }
        }

        var order = requests.Select((r, i) => (r.Sighting.Path, i)).ToDictionary(p => p.Path, p => p.i);
        return [.. files.OrderBy(f => order[f.Path])];
    }

    public Task<int> CountClaimedAsync(CustomerId customer, DateTimeOffset since, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var count = session.Command(
                "select count(*)::integer from exchange.inbound_file where customer_id = $1 and claimed_at >= $2", customer.Value, since);
            return (int)(await count.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);

    public Task<MessageUse?> FindMessageAsync(CustomerId customer, ReadOnlyMemory<byte> mark, DateTimeOffset since,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<MessageUse?>(customer, async session =>
        {
            await using var find = session.Command("""
                select m.is_test from exchange.message_mark m
                where m.customer_id = $1 and m.mark = $2 and m.marked_at >= $3
                    and (m.is_test or not exists (select from exchange.accepted_content a where a.customer_id = m.customer_id
                        and a.file_id = m.file_id))
                """, customer.Value, mark, since);
            return await find.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is bool isTest ? isTest
                ? MessageUse.Rehearsed : MessageUse.Taken : null;
        }, cancellationToken);

    public Task NoteFailureAsync(InboundFile file, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(file.Customer, session => session.ExecuteAsync(
            "update exchange.inbound_file set last_problem = $2, problem_text = $5, next_attempt_at = $3 "
                + "where file_id = $1 and state = 'CLAIMED' and lease_token = $4",
            [file.FileId, problem, nextAttemptAt, file.Lease.Token, text], cancellationToken), cancellationToken);

    public Task DropClaimAsync(InboundFile file, CancellationToken cancellationToken) =>
        database.InTransactionAsync(file.Customer, async session =>
        {
            await using var batch = session.Batch();
            batch.Add("delete from exchange.inbound_file where file_id = $1 and state = 'CLAIMED' and lease_token = $2", file.FileId,
                file.Lease.Token);
            batch.Add("delete from exchange.sighting where customer_id = $1 and path = $2 and version = $3", file.Customer.Value,
                file.Path.Bytes, file.Version);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>
    /// Files that the customer took away before they were fetched, or replaced while the worker that had claimed them died. A name missing
    /// from one listing proves nothing; a day without it does.
    /// </summary>
    private static async Task ForgetVanishedAsync(CustomerSession session, CustomerId customer, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var batch = session.Batch();
        batch.Add("delete from exchange.sighting where customer_id = $1 and last_seen_at < $2", customer.Value, now.AddDays(-1));
        batch.Add("""
            delete from exchange.inbound_file f
            where customer_id = $1 and state = 'CLAIMED'
                and not exists (select from exchange.sighting s where s.customer_id = f.customer_id and s.path = f.path
                    and s.version = f.version)
            """, customer.Value);
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
