using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The stories of files and cards, put together from the ledgers. Reads only, and no sealed value.</summary>
internal sealed class TimelineStore(ExchangeDatabase database) : ITimelines
{
    private const int MostVersions = 100;

    public Task<IReadOnlyList<Timeline>> OfFilesAsync(CustomerId customer, string nameOrId, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<Timeline>>(customer, async session =>
        {
            var id = Guid.TryParse(nameOrId, out var parsed) ? parsed : default;
            var passports = new List<Timeline>();
            foreach (var fileId in await TimelineRows.IdsAsync(session, """
                select file_id from exchange.inbound_file where customer_id = $1 and (name = $2 or file_id = $3) order by first_seen_at desc limit $4
                """, [customer.Value, MaskedName.Of(nameOrId), id, MostVersions], cancellationToken).ConfigureAwait(false))
            {
                var entries = new TimelineBuilder();
                await TimelineRows.AddFileAsync(session, fileId, entries, cancellationToken).ConfigureAwait(false);
                await TimelineRows.AddReportsAsync(session, "file_id = $1", fileId, entries, cancellationToken).ConfigureAwait(false);
                passports.Add(new Timeline { Customer = customer.Value, Kind = "file", Id = fileId.ToString(), Entries = entries.InOrder() });
            }

            if (passports.Count == 0)
            {
                await AddSightingsAsync(session, customer, nameOrId, passports, cancellationToken).ConfigureAwait(false);
            }

            foreach (var reportId in await TimelineRows.IdsAsync(session, """
                select report_id from exchange.pending_report where customer_id = $1 and (name = $2 or report_id = $3) order by created_at desc limit $4
                """, [customer.Value, nameOrId, id, MostVersions], cancellationToken).ConfigureAwait(false))
            {
                var entries = new TimelineBuilder();
                await TimelineRows.AddReportsAsync(session, "report_id = $1", reportId, entries, cancellationToken).ConfigureAwait(false);
                passports.Add(new Timeline { Customer = customer.Value, Kind = "report", Id = reportId.ToString(), Entries = entries.InOrder() });
            }

            return passports;
        }, cancellationToken);

    public Task<Timeline?> OfCardAsync(CustomerId customer, long cardNo, CancellationToken cancellationToken) =>
        database.InTransactionAsync<Timeline?>(customer, async session =>
        {
            var (entries, life) = (new TimelineBuilder(), new TimelineBuilder());
            if (await TimelineRows.AddCardAsync(session, customer, cardNo, life, cancellationToken).ConfigureAwait(false) is not { } card)
            {
                return null;
            }

            await TimelineRows.AddFileAsync(session, card.FileId, entries, cancellationToken).ConfigureAwait(false);
            await TimelineRows.AddReportsAsync(session, "file_id = $1", card.FileId, entries, cancellationToken).ConfigureAwait(false);
            entries.AddAll(life);
            await TimelineRows.AddReportsAsync(session, """
                report_id in (
                    select b.report_id from exchange.back_report b
                    where b.seq = (select reported_seq from orders.card_order o join orders.card c using (order_id) where c.card_id = $1)
                        or exists (select from orders.card_event e where e.card_id = $1 and e.effect = 'APPLIED' and e.position > b.after_position and e.position <= b.until_position))
                """, card.CardId, entries, cancellationToken).ConfigureAwait(false);
            return new Timeline { Customer = customer.Value, Kind = "card", Id = cardNo.ToString(CultureInfo.InvariantCulture), Entries = entries.InOrder() };
        }, cancellationToken);

    /// <summary>A file that lies in the inbox and was not claimed yet.</summary>
    private static async Task AddSightingsAsync(CustomerSession session, CustomerId customer, string name, List<Timeline> passports, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            select version, size_bytes, first_seen_at, same_since, same_polls, last_seen_at, told_at from exchange.sighting
            where customer_id = $1 and substring(path from length(path) - length($2::bytea) + 1) = $2::bytea order by first_seen_at limit 10
            """, customer.Value, Encoding.UTF8.GetBytes("/" + name));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var entries = new TimelineBuilder();
            var about = TimelineBuilder.SafeName(name);
            entries.Add(reader.GetFieldValue<DateTimeOffset>(2), "SEEN", about, ("size_bytes", reader.GetInt64(1)));
            entries.Add(reader.GetFieldValue<DateTimeOffset>(3), "SAME_SINCE", about, ("looks", reader.GetInt32(4)));
            entries.Add(reader.IsDBNull(6) ? null : reader.GetFieldValue<DateTimeOffset>(6), "TOLD", about);
            entries.Add(reader.GetFieldValue<DateTimeOffset>(5), "WAITS", about);
            passports.Add(new Timeline { Customer = customer.Value, Kind = "file", Id = string.Create(CultureInfo.InvariantCulture, $"sighting {reader.GetInt64(0)}"), Entries = entries.InOrder() });
        }
    }
}
