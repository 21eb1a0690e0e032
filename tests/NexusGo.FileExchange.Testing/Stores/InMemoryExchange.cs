using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// The double of the database: every customer's ledgers in memory, behind one lock, and the stores that work on them. The contract suites
/// beside it run on these stores and on PostgreSQL's.
/// </summary>
internal sealed class InMemoryExchange
{
    public InMemoryExchange()
    {
        Leases = new InMemoryLeaseStore(this);
        Inbox = new InMemoryInboxStore(this);
        Orders = new InMemoryOrderStore(this);
        Reports = new InMemoryReportStore(this);
        Consumed = new InMemoryConsumedStore(this);
    }

    public ILeaseStore Leases { get; }

    public IInboxStore Inbox { get; }

    public IOrderStore Orders { get; }

    public IReportStore Reports { get; }

    public IConsumedStore Consumed { get; }

    internal Lock Gate { get; } = new();

    internal Dictionary<CustomerId, LeaseRow> LeaseRows { get; } = [];

    internal Dictionary<string, DateTimeOffset> WorkersAliveUntil { get; } = [];

    internal List<SightingRow> Sightings { get; } = [];

    internal List<FileRow> Files { get; } = [];

    internal List<CardRow> Cards { get; } = [];

    internal List<ReportRow> ReportRows { get; } = [];

    internal Dictionary<(CustomerId Customer, string CounterKey), int> ReplyNames { get; } = [];

    internal Dictionary<(CustomerId Customer, InboundKind Kind), long> Sequences { get; } = [];

    /// <summary>Signed messages that were used, by the hexadecimal digits of their mark.</summary>
    internal Dictionary<(CustomerId Customer, string Mark), (Guid FileId, bool IsTest, DateTimeOffset At)> Messages { get; } = [];

    internal Dictionary<string, long> Series { get; } = [];

    internal long LastVersion { get; set; }

    private long lastId;

    /// <summary>An id that is greater than those before it, and the same in every run.</summary>
    internal Guid NextId() => new((int)(++lastId >> 32), (short)(lastId >> 16), (short)lastId, [0x80, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>Whether the area still belongs to who got this token.</summary>
    internal bool Holds(CustomerId customer, long token) => LeaseRows.GetValueOrDefault(customer)?.Token == token;
}
