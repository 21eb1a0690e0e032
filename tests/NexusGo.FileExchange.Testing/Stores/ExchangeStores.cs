using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The stores that a contract suite runs on, and what it prepares behind their backs.</summary>
internal sealed record ExchangeStores
{
    public required ILeaseStore Leases { get; init; }
    public required IInboxStore Inbox { get; init; }
    public required IOrderStore Orders { get; init; }
    public required IReportStore Reports { get; init; }
    public required IConsumedStore Consumed { get; init; }
    public required IBatchStore Batches { get; init; }
    public required IBackReportStore BackReports { get; init; }
    public required IProductionStore Production { get; init; }
    public required IPhotoStore Photos { get; init; }
    public required IHoldStore Holds { get; init; }
    public required IHistoryStore Histories { get; init; }

    /// <summary>Only where a suite needs it: PostgreSQL's erases, for which it needs a journal on the disk.</summary>
    public IRequestStore? Requests { get; init; }

    /// <summary>Only where a suite needs it, beside <see cref="Requests"/>.</summary>
    public ICancellationStore? Cancellations { get; init; }

    /// <summary>Only where a suite needs it, beside <see cref="Requests"/>.</summary>
    public IScheduledErasures? ScheduledErasures { get; init; }

    /// <summary>Customers' keys, where the stores look for them.</summary>
    public required ICustomerKeyStore CustomerKeys { get; init; }

    /// <summary>Lets time pass for a customer's lease.</summary>
    public required Func<CustomerId, TimeSpan, Task> PassAsync { get; init; }

    /// <summary>Stores a report that answers no file.</summary>
    public required Func<CustomerId, ReportDraft, DateTimeOffset, Task> AddReportAsync { get; init; }

    /// <summary>The sealed photo of a card, or null.</summary>
    public required Func<CustomerId, Guid, Task<byte[]?>> PhotoAsync { get; init; }

    /// <summary>Makes a card, by its number, what production or time would have made of it.</summary>
    public Func<long, CardFacts, Task>? SetFactsAsync { get; init; }

    /// <summary>The doubles.</summary>
    public static ExchangeStores InMemory() => On(new InMemoryExchange());

    /// <summary>The doubles on that exchange.</summary>
    public static ExchangeStores On(InMemoryExchange exchange)
    {
        return new ExchangeStores
        {
            Leases = exchange.Leases,
            Inbox = exchange.Inbox,
            Orders = exchange.Orders,
            Reports = exchange.Reports,
            Consumed = exchange.Consumed,
            Batches = exchange.Batches,
            BackReports = exchange.BackReports,
            Production = exchange.Production,
            Photos = exchange.Photos,
            Holds = new InMemoryHoldStore(exchange, new FakeTimeProvider(StoreContract.Now)),
            Histories = new InMemoryHistoryStore(exchange),
            Requests = exchange.Requests,
            Cancellations = new InMemoryCancellationStore(exchange),
            ScheduledErasures = new InMemoryScheduledErasures(exchange),
            SetFactsAsync = (cardNo, facts) =>
            {
                exchange.Register.Set(cardNo, facts);
                return Task.CompletedTask;
            },
            PhotoAsync = (_, cardId) => Task.FromResult(exchange.Cards.Find(card => card.Card.CardId == cardId)!.SealedPhoto),
            CustomerKeys = new InMemoryCustomerKeyStore(),
            PassAsync = (_, time) =>
            {
                ((FakeTimeProvider)exchange.Clock).Advance(time);
                return Task.CompletedTask;
            },
            AddReportAsync = async (customer, report, now) =>
                exchange.ReportRows.Add(await StoredReport.OfAsync(report, customer, null, now, default)),
        };
    }

    /// <summary>PostgreSQL's.</summary>
    public static ExchangeStores On(ExchangeDatabase database)
    {
        database.SealAuditWith(() => new AuditKeys(TestVault.MasterKey(), new CustomerKeyStore(database), TimeProvider.System));
        var (numbers, keys) = (new NumberSeries(database), new CardKeyStore(database));
        var vaults = new KeyVault(TestVault.MasterKey(), new CustomerKeyStore(database), TimeProvider.System,
            NullLogger<KeyVault>.Instance);
        return new ExchangeStores
        {
            Leases = new LeaseStore(database),
            Inbox = new InboxStore(database),
            Orders = new OrderStore(database, numbers),
            Reports = new ReportStore(database),
            Consumed = new ConsumedStore(database),
            Batches = new BatchStore(database, keys, TimeProvider.System),
            BackReports = new BackReportStore(database, keys),
            Production = new ProductionStore(database, numbers, vaults, keys, TimeProvider.System),
            Photos = new PhotoStore(database, new CardKeyStore(database), new FakeTimeProvider(StoreContract.Now)),
            Histories = new HistoryStore(database, new CardKeyStore(database)),
            Holds = new HoldStore(database, new FakeTimeProvider(StoreContract.Now)),
            PhotoAsync = (customer, cardId) =>
                database.InTransactionAsync(customer, session => CardPhotos.FindAsync(session, cardId, default), default),
            CustomerKeys = new CustomerKeyStore(database),
            PassAsync = (customer, time) => database.InTransactionAsync(customer, session => session.ExecuteAsync(
                "update exchange.area_lease set lease_until = lease_until - $2 where customer_id = $1", [customer.Value, time], default),
                default),
            AddReportAsync = (customer, report, now) =>
                database.InTransactionAsync(customer, session => ReportRows.WriteAsync(session, customer, report, now, default), default),
        };
    }

    /// <summary>Opens the customers' keys of these stores.</summary>
    public KeyVault CreateVaults() => new(TestVault.MasterKey(), CustomerKeys, TimeProvider.System, NullLogger<KeyVault>.Instance);
}
