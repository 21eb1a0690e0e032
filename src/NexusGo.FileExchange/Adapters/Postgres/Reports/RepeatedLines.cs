using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Lines that back-reports have told already, read again: the same events with the same ids. What the register says of the card beside the
/// event is today's, and of an erased card nothing is left but the event.
/// </summary>
internal static class RepeatedLines
{
    // $1 customer, $2 and $3 first and last report, $4 and $5 from and until when it happened.
    private static readonly string Lines = BackReportTransaction.LinesOf(
        "o.customer_id = $1 and o.reported_seq between $2 and $3 and c.ordered_at >= $4 and c.ordered_at < $5",
        """
        e.customer_id = $1 and e.event_time >= $4 and e.event_time < $5
            and e.position > (select min(r.after_position) from exchange.back_report r where r.customer_id = $1 and r.seq between $2 and $3)
            and e.position <= (select max(r.until_position) from exchange.back_report r where r.customer_id = $1 and r.seq between $2
                and $3)
        """);

    private const string Any = """
        select case when $4 = '-infinity'::timestamptz
            then exists (select from exchange.back_report r where r.customer_id = $1 and r.seq between $2 and $3)
            else exists (select from orders.card_order o join orders.card c on c.card_id between o.first_card_id and o.last_card_id
                    where o.customer_id = $1 and o.reported_seq between $2 and $3 and o.ordered_at >= $4 and o.ordered_at < $5)
                or exists (select from orders.card_event e where e.customer_id = $1 and e.event_time >= $4 and e.event_time < $5
                    and e.effect = 'APPLIED'
                    and e.kind not in ('INVOICED', 'ERASED') and e.position <= (select max(r.until_position) from exchange.back_report r
                        where r.customer_id = $1))
            end
        """;

    public static async Task<bool> AnyAsync(CustomerSession session, string customer, RequestRow row, CancellationToken cancellationToken)
    {
        await using var command = session.Command(Any, Values(customer, row));
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    public static Task ReadAsync(CustomerSession session, CardKeyStore keys, CustomerId customer, RequestRow row,
        Action<BackReportLine> onLine, CancellationToken cancellationToken) =>
        BackReportTransaction.ReadLinesAsync(session, keys, customer, Lines, Values(customer.Value, row), onLine, cancellationToken);

    private static object?[] Values(string customer, RequestRow row) =>
        [customer, row.Number ?? 1, row.Number ?? long.MaxValue, row.From ?? DateTimeOffset.MinValue, row.Until ?? DateTimeOffset.MaxValue];
}
