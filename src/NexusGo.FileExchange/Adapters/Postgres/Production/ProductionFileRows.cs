using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Rows of exchange.production_file.</summary>
internal static class ProductionFileRows
{
    /// <param name="session">The customer's.</param>
    /// <param name="customer">Whose cards are in the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="orders">Orders among which the cards are.</param>
    /// <param name="now">By the injected clock.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task AddAsync(CustomerSession session, CustomerId customer, MadeBatch file, IReadOnlyList<Guid> orders,
        DateTimeOffset now, CancellationToken cancellationToken) =>
        session.ExecuteAsync("insert into exchange.production_file (kind, seq, customer_id, report_id, orders, cards, made_at) values "
            + "($1, $2, $3, $4, $5, $6, $7)",
            [file.Draft.Kind.Prefix(), file.Sequence, customer.Value, file.Draft.ReportId, orders.ToArray(), file.Cards, now],
            cancellationToken);
}
