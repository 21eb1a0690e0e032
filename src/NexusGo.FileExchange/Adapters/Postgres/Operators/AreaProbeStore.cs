using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Probing;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>How servers were found, and what operators agreed to.</summary>
internal sealed class AreaProbeStore(ExchangeDatabase database)
{
    /// <summary>Null: the area was never probed.</summary>
    public Task<ProbeRecord?> ReadAsync(CustomerId area, CancellationToken cancellationToken) =>
        database.InTransactionAsync(area, session => ReadAsync(session, area, cancellationToken), cancellationToken);

    /// <summary>Notes what a probe found, and returns the record before and after it.</summary>
    public Task<(ProbeRecord? Before, ProbeRecord After)> NoteAsync(CustomerId area, AreaTraits found, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync<(ProbeRecord?, ProbeRecord)>(area, async session =>
        {
            var before = await ReadAsync(session, area, cancellationToken).ConfigureAwait(false);
            var after = ProbeRecord.After(before, found, now);
            await WriteAsync(session, area, after, cancellationToken).ConfigureAwait(false);
            return (before, after);
        }, cancellationToken);

    /// <summary>An operator agrees to the area as it was found.</summary>
    public Task AcceptAsync(CustomerId area, AreaTraits found, string by, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync(area, async session =>
        {
            var before = await ReadAsync(session, area, cancellationToken).ConfigureAwait(false);
            await WriteAsync(session, area, new ProbeRecord(found, now, now), cancellationToken).ConfigureAwait(false);
            var accepted = before is null ? "first" : string.Join(", ", before.Agreed.DifferencesOf(found));
            await AuditChain.AppendAsync(session, area.Value, "PROBE_ACCEPTED", area.Value, $"by={by};changes={accepted}",
                cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private static async Task<ProbeRecord?> ReadAsync(CustomerSession session, CustomerId area, CancellationToken cancellationToken)
    {
        ProbeRecord? found = null;

        // Locked, because an operator may accept a change while a worker notes what its probe found.
        await TimelineRows.EachAsync(session, """
            select agreed::text as agreed, agreed_at, probed_at, changes, changed_at from exchange.area_probe where customer_id = $1
            for update
            """, [area.Value], row => found = new ProbeRecord(JsonSerializer.Deserialize<AreaTraits>((string)row["agreed"]!)!,
                row.Instant("agreed_at")!.Value, row.Instant("probed_at")!.Value, row["changes"] as string, row.Instant("changed_at")),
            cancellationToken).ConfigureAwait(false);
        return found;
    }

    private static Task WriteAsync(CustomerSession session, CustomerId area, ProbeRecord record, CancellationToken cancellationToken) =>
        session.ExecuteAsync("""
            insert into exchange.area_probe (customer_id, agreed, agreed_at, probed_at, changes, changed_at)
                values ($1, $2::jsonb, $3, $4, $5, $6)
            on conflict (customer_id) do update set agreed = excluded.agreed, agreed_at = excluded.agreed_at,
                probed_at = excluded.probed_at, changes = excluded.changes, changed_at = excluded.changed_at
            """, [area.Value, JsonSerializer.Serialize(record.Agreed), record.AgreedAt, record.ProbedAt, record.Changes, record.ChangedAt],
            cancellationToken);
}
