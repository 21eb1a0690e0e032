using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Timelines of files and cards, put together from the ledgers. Reads only, and no sealed value.</summary>
internal sealed class TimelineStore(ExchangeDatabase database)
{
    private const int MostVersions = 100;

    /// <summary>
    /// Files and reports of a customer by name or id: several where a name came more than once, none when there is none. At most a hundred,
    /// the latest.
    /// </summary>
    public Task<IReadOnlyList<Timeline>> OfFilesAsync(CustomerId customer, string nameOrId, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<Timeline>>(customer, async session =>
        {
            var id = Guid.TryParse(nameOrId, out var parsed) ? parsed : default;
            var timelines = new List<Timeline>();
            foreach (var fileId in await session.IdsAsync("""
                select file_id from exchange.inbound_file where customer_id = $1 and (name = $2 or file_id = $3)
                    order by first_seen_at desc limit $4
                """, [customer.Value, MaskedName.Of(nameOrId), id, MostVersions], cancellationToken).ConfigureAwait(false))
            {
                timelines.Add(await FileAsync(session, customer, fileId, cancellationToken).ConfigureAwait(false));
            }

            if (timelines.Count == 0)
            {
                await AddSightingsAsync(session, customer, nameOrId, timelines, cancellationToken).ConfigureAwait(false);
            }

            foreach (var reportId in await session.IdsAsync("""
                select report_id from exchange.pending_report where customer_id = $1 and (name = $2 or report_id = $3)
                    order by created_at desc limit $4
                """, [customer.Value, nameOrId, id, MostVersions], cancellationToken).ConfigureAwait(false))
            {
                var entries = new TimelineBuilder();
                await TimelineRows.AddReportsAsync(session, "r.report_id = $1", reportId, entries, cancellationToken).ConfigureAwait(false);
                timelines.Add(new Timeline { Customer = customer.Value, Kind = "report", Id = reportId.ToString(),
                    Entries = entries.InOrder() });
            }

            return timelines;
        }, cancellationToken);

    /// <summary>An inbound file by its id; null when the customer has none of that id.</summary>
    public Task<Timeline?> OfFileAsync(CustomerId customer, Guid fileId, CancellationToken cancellationToken) =>
        database.InTransactionAsync<Timeline?>(customer, async session =>
        {
            var known = await session.IdsAsync(
                "select file_id from exchange.inbound_file where customer_id = $1 and file_id = $2", [customer.Value, fileId],
                cancellationToken).ConfigureAwait(false);
            return known.Count == 0 ? null : await FileAsync(session, customer, fileId, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);

    private static async Task<Timeline> FileAsync(CustomerSession session, CustomerId customer, Guid fileId,
        CancellationToken cancellationToken)
    {
        var entries = new TimelineBuilder();
        await TimelineRows.AddFileAsync(session, fileId, entries, cancellationToken).ConfigureAwait(false);
        await TimelineRows.AddReportsAsync(session, "r.file_id = $1", fileId, entries, cancellationToken).ConfigureAwait(false);
        return new Timeline { Customer = customer.Value, Kind = "file", Id = fileId.ToString(), Entries = entries.InOrder() };
    }

    /// <summary>
    /// A card by its number, with the file that ordered it and the reports that told of it; null when the customer has no such card (any
    /// more).
    /// </summary>
    public Task<Timeline?> OfCardAsync(CustomerId customer, long cardNo, CancellationToken cancellationToken) =>
        database.InTransactionAsync<Timeline?>(customer, async session =>
        {
            var (entries, life) = (new TimelineBuilder(), new TimelineBuilder());
            if (await TimelineRows.AddCardAsync(session, customer, cardNo, life, cancellationToken).ConfigureAwait(false) is not { } card)
            {
                return null;
            }

            await TimelineRows.AddFileAsync(session, card.FileId, entries, cancellationToken).ConfigureAwait(false);
            await TimelineRows.AddReportsAsync(session, "r.file_id = $1", card.FileId, entries, cancellationToken).ConfigureAwait(false);
            entries.AddAll(life);
            await TimelineRows.AddReportsAsync(session, """
                r.report_id in (
                    select b.report_id from exchange.back_report b
                    where b.customer_id = current_setting('nexusgo.customer') and (
                        b.seq = (select reported_seq from orders.card_order o join orders.card c using (order_id) where c.card_id = $1)
                        or exists (select from orders.card_event e where e.card_id = $1 and e.effect = 'APPLIED'
                            and e.position > b.after_position and e.position <= b.until_position)))
                """, card.CardId, entries, cancellationToken).ConfigureAwait(false);
            return new Timeline { Customer = customer.Value, Kind = "card", Id = cardNo.ToString(CultureInfo.InvariantCulture),
                Entries = entries.InOrder() };
        }, cancellationToken);

    /// <summary>A file that lies in the inbox and was not claimed yet.</summary>
    private static async Task AddSightingsAsync(CustomerSession session, CustomerId customer, string name, List<Timeline> timelines,
        CancellationToken cancellationToken)
    {
        await TimelineRows.EachAsync(session, """
            select version, size_bytes, first_seen_at, same_since, same_polls, last_seen_at, told_at from exchange.sighting
            where customer_id = $1 and substring(path from length(path) - length($2::bytea) + 1) = $2::bytea order by first_seen_at limit 10
            """, [customer.Value, Encoding.UTF8.GetBytes("/" + name)],
            row => timelines.Add(FileTimeline.OfSighting(customer.Value, name, row)), cancellationToken).ConfigureAwait(false);
    }
}
