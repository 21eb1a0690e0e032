using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Histories for operators: the reading and its audit entry are one transaction.</summary>
internal sealed class HistoryStore(ExchangeDatabase database, CardKeyStore keys) : IHistoryStore
{
    public Task ReadPersonAsync(CustomerId customer, Guid personIndex, Action<HistoryLine> onLine, string operatorName, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var cards = 0L;
            await HistoryRows.ReadAsync(session, keys, customer,
                "select 0 as row_no, p.card_id from orders.card_person p where p.customer_id = $1 and p.person_index = $2 order by "
                + "p.card_id",
                [customer.Value, personIndex], line =>
                {
                    cards++;
                    onLine(line);
                }, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("reading.recording");
            await AuditChain.AppendAsync(session, customer.Value, "HISTORY_READ", "operator",
                string.Create(CultureInfo.InvariantCulture, $"selector=PERSON;cards={cards};by={operatorName}"), cancellationToken)
                .ConfigureAwait(false);
            CrashPoint.Pass("reading.recorded");
        }, cancellationToken);
}
