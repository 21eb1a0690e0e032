using NexusGo.FileExchange.Audit;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Rows of retention.erasure.</summary>
internal static class ErasureRows
{
    private const string Select = """
        select e.evidence_id, e.cause, e.subject, e.run_id, e.profile_version, e.cards, e.keeps_reference, e.erased_at, e.replayed_at,
            e.journal, e.entry_no, r.name, e.rewritten_at, e.log_discarded_at
        from retention.erasure e left join exchange.pending_report r on r.report_id = e.certificate_id
        """;

    /// <param name="session">The customer's session.</param>
    /// <param name="condition">On e, with the values as $1, ….</param>
    /// <param name="values">The values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<ErasureRecord>> ReadAsync(CustomerSession session, string condition, object?[] values,
        CancellationToken cancellationToken)
    {
        var records = new List<ErasureRecord>();
        await using var command = session.Command($"{Select} where {condition} order by e.erased_at, e.journal, e.entry_no", values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            records.Add(new ErasureRecord
            {
                EvidenceId = reader.GetGuid(0),
                Cause = reader.GetString(1),
                RequestRef = StagedRow.TextOf(reader, 2),
                RunId = reader.IsDBNull(3) ? null : reader.GetGuid(3),
                ProfileVersion = reader.GetString(4),
                Cards = reader.GetInt32(5),
                KeepsNumber = reader.GetBoolean(6),
                ErasedAt = reader.GetFieldValue<DateTimeOffset>(7),
                RepeatedAt = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
                Journal = reader.GetString(9),
                EntryNo = reader.GetInt64(10),
                Certificate = StagedRow.TextOf(reader, 11),
                ContentRewrittenAt = reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12),
                ContentLogDiscardedAt = reader.IsDBNull(13) ? null : reader.GetFieldValue<DateTimeOffset>(13),
            });
        }

        return records;
    }
}
