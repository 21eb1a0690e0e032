using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Back-reports: what happened since the last one, and the series of their numbers.</summary>
internal sealed class BackReportStore(ExchangeDatabase database, CardKeyStore keys) : IBackReportStore
{
    public async Task<IBackReportTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await database.OpenForCustomerAsync(customer, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ExchangeDatabase.GuardAsync(async () =>
            {
                var (last, after) = await ReportRows.LockSeriesAsync(session, customer, ReportKind.BackReport, now, cancellationToken)
                    .ConfigureAwait(false);
                var until = await PositionAsync(customer, cancellationToken).ConfigureAwait(false);
                return new BackReportTransaction(session, keys, customer, last + 1, after, until, now);
            }).ConfigureAwait(false);
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// How far the customer's events go. In a transaction of its own, so that the lock under which nobody can be half-way through writing
    /// one is held for an instant only.
    /// </summary>
    private Task<long> PositionAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await EventLock.TakeAsync(session, customer.Value, cancellationToken).ConfigureAwait(false);
            await using var command = session.Command("select coalesce(max(position), 0) from orders.card_event where customer_id = $1",
                customer.Value);
            return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }, cancellationToken);
}

internal sealed class BackReportTransaction(CustomerSession session, CardKeyStore keys, CustomerId customer, long sequence, long after,
    long until, DateTimeOffset now) : IBackReportTransaction
{
    private static readonly string Lines = LinesOf("o.customer_id = $1 and o.reported_seq = $2",
        "e.customer_id = $1 and e.position > $3 and e.position <= $4");

    public long Sequence => sequence;

    public Task ReadAsync(Action<BackReportLine> onLine, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        CrashPoint.Pass("back-report.marking");
        await session.ExecuteUnhurriedAsync(
            "update orders.card_order set reported_seq = $2 where customer_id = $1 and reported_seq is null",
            [customer.Value, sequence], cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("back-report.marked");
        await ReadLinesAsync(session, keys, customer, Lines, [customer.Value, sequence, after, until], onLine, cancellationToken)
            .ConfigureAwait(false);
        return true;
    });

    public Task CommitAsync(ReportDraft report, long lines, CancellationToken cancellationToken) => ExchangeDatabase.GuardAsync(async () =>
    {
        await ReportRows.WriteAsync(session, customer, report, now, cancellationToken).ConfigureAwait(false);
        await ReportRows.MoveSeriesAsync(session, customer, ReportKind.BackReport, sequence, until, now, cancellationToken)
            .ConfigureAwait(false);
        await session.ExecuteAsync("""
            insert into exchange.back_report (customer_id, seq, report_id, after_position, until_position, lines, made_at)
                values ($1, $2, $3, $4, $5, $6, $7)
            """, [customer.Value, sequence, report.ReportId, after, until, lines, now], cancellationToken).ConfigureAwait(false);
        await AuditChain.AppendAsync(session, customer.Value, "BACK_REPORT_STORED", report.ReportId.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"seq={sequence};lines={lines}"), cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("back-report.committing");
        await session.CommitAsync().ConfigureAwait(false);
        CrashPoint.Pass("back-report.committed");
        return true;
    });

    public ValueTask DisposeAsync() => session.DisposeAsync();

    /// <summary>
    /// The statement that reads lines of back-reports. The inner query is narrow, so that what is sorted is small; the cards then come by
    /// look-ups in that order. "offset 0" keeps each look-up one: the planner, which cannot see through the policies, would else read a
    /// table from end to end for every line.
    /// </summary>
    /// <param name="orders">Which orders' cards are told for the first time, as a condition on o and c. What a card's first status was,
    /// hold_code tells for good.</param>
    /// <param name="events">Which events are told, as a condition on e.</param>
    internal static string LinesOf(string orders, string events) => $"""
        select e.event_id, e.event_time, o.order_no, c.card_no, c.product_code, e.status, e.card_state, e.reason_code,
            h.chip_type, h.hid_format, h.sealed,
            c.produced_at, c.shipped_at, c.delivered_at, s.sealed, c.valid_until, c.replaces_card_no,
            c.card_id, c.sealed, k.wrapped_key, k.sealed
        from (
            select c.card_id as event_id, date_trunc('second', c.ordered_at) as event_time, c.card_id, case when c.hold_code is null
                then 'ACCEPTED' else 'ON_HOLD' end as status,
                'NONE' as card_state, c.hold_code as reason_code
            from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
            where {orders}
            union all
            select e.event_id, date_trunc('second', e.event_time), e.card_id, e.status, e.card_state, e.reason_code
            from orders.card_event e
            where {events} and e.effect = 'APPLIED' and e.kind not in ('INVOICED', 'ERASED')
            order by event_time, event_id
        ) e
        join lateral (select * from orders.card c where c.card_id = e.card_id offset 0) c on true
        join orders.card_order o on o.order_id = c.order_id
        left join lateral (select * from orders.card_chip h where h.event_id = e.event_id offset 0) h on true
        left join lateral (select * from orders.card_shipment s where s.event_id = e.event_id offset 0) s on true
        left join lateral (select * from orders.kept_reference k where c.sealed is null and k.card_id = c.card_id offset 0) k on true
        order by e.event_time, e.event_id, h.chip_no
        """;

    /// <summary>Runs such a statement.</summary>
    internal static async Task ReadLinesAsync(CustomerSession session, CardKeyStore keys, CustomerId customer, string lines,
        object?[] values, Action<BackReportLine> onLine,
        CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("set local work_mem = '64MB'; " + PlannerHints.ByIndexAsWritten, [], cancellationToken)
            .ConfigureAwait(false);
        await using (var command = session.Command(lines, values).Unhurried())
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await keys.ReadAsync(customer, reader, idColumn: 17, Read, (line, card) =>
            {
                line.Card = card;
                onLine(line);
            }, cancellationToken).ConfigureAwait(false);
        }

        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
    }

    private static BackReportLine Read(NpgsqlDataReader reader) => new()
    {
        EventId = reader.GetGuid(0),
        EventTime = reader.GetFieldValue<DateTimeOffset>(1),
        OrderNo = reader.GetInt64(2),
        CardNo = reader.IsDBNull(3) ? null : reader.GetInt64(3),
        ProductCode = reader.GetString(4),
        Status = reader.GetString(5),
        CardState = reader.GetString(6),
        ReasonCode = StagedRow.TextOf(reader, 7),
        ChipType = StagedRow.TextOf(reader, 8),
        HidFormat = StagedRow.TextOf(reader, 9),
        SealedChip = BytesOf(reader, 10),
        ProducedAt = InstantOf(reader, 11),
        ShippedAt = InstantOf(reader, 12),
        DeliveredAt = InstantOf(reader, 13),
        SealedShipment = BytesOf(reader, 14),
        ValidUntil = reader.IsDBNull(15) ? null : reader.GetFieldValue<DateOnly>(15),
        ReplacesCardNo = reader.IsDBNull(16) ? null : reader.GetInt64(16),
        KeptReference = BytesOf(reader, 19) is { } wrappedKey ? (wrappedKey, BytesOf(reader, 20)!) : null,
    };

    private static byte[]? BytesOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null : reader.GetFieldValue<byte[]>(column);

    private static DateTimeOffset? InstantOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column)
        ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
