using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Vault;

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
        Production = new InMemoryProductionStore(Register, this);
        Batches = new InMemoryBatchStore(this);
        BackReports = new InMemoryBackReportStore(this);
        Requests = new InMemoryRequestStore(this);
        Photos = new InMemoryPhotoStore(this);
    }

    /// <summary>The database's own clock, by which leases end.</summary>
    public TimeProvider Clock { get; init; } = new FakeTimeProvider(StoreContract.Now);

    public ILeaseStore Leases { get; }

    public IInboxStore Inbox { get; }

    public IOrderStore Orders { get; }

    public IReportStore Reports { get; }

    public IConsumedStore Consumed { get; }

    public IProductionStore Production { get; }

    public IBatchStore Batches { get; }

    public IBackReportStore BackReports { get; }

    public IRequestStore Requests { get; }

    public IPhotoStore Photos { get; }

    internal Lock Gate { get; } = new();

    internal Dictionary<CustomerId, LeaseRow> LeaseRows { get; } = [];

    internal Dictionary<string, DateTimeOffset> WorkersAliveUntil { get; } = [];

    internal List<SightingRow> Sightings { get; } = [];

    internal List<FileRow> Files { get; } = [];

    internal List<CardRow> Cards { get; } = [];

    internal List<ReportRow> ReportRows { get; } = [];

    /// <summary>Answers to requests by their reference.</summary>
    internal Dictionary<(CustomerId Customer, string Reference), AnsweredRequest> AnsweredRequests { get; } = [];

    /// <summary>What people decided about orders that wait for them.</summary>
    internal Dictionary<Guid, string> DecidedOrders { get; } = [];

    /// <summary>Cards that are erased once they are ready for it, by the reference of the request.</summary>
    internal HashSet<(CustomerId Customer, string Reference, Guid CardId)> ScheduledErasures { get; } = [];

    internal List<Hold> HoldRows { get; } = [];

    /// <summary>Readings of persons' histories by operators.</summary>
    internal List<(CustomerId Customer, string Operator, int Cards)> HistoryReadings { get; } = [];

    /// <summary>Files of which nothing is left: their content may come again.</summary>
    internal HashSet<Guid> ForgottenContents { get; } = [];

    /// <summary>The last number of each series of reports that requests ask for.</summary>
    internal Dictionary<(CustomerId Customer, ReportKind Kind), long> RequestedSeries { get; } = [];

    /// <summary>A customer's request files wait for each other.</summary>
    internal Dictionary<CustomerId, SemaphoreSlim> RequestLocks { get; } = [];

    /// <summary>The life of each card, and the events in the order of their commits.</summary>
    internal InMemoryCardRegister Register { get; } = new();

    /// <summary>Cards that a back-report has told of, and how far the events are told.</summary>
    internal HashSet<Guid> ToldCards { get; } = [];

    internal Dictionary<CustomerId, (long Sequence, int Position)> BackReportSeries { get; } = [];

    /// <summary>Customers under a hold.</summary>
    internal HashSet<CustomerId> HoldsInForce { get; } = [];

    /// <summary>Cards that the partner is asked not to make.</summary>
    internal List<CancellationRow> Cancellations { get; } = [];

    internal long LastCancellationFile { get; set; }

    /// <summary>Stages in which cards are for too long, and when that was noted.</summary>
    internal Dictionary<CustomerId, (IReadOnlyList<OverdueStage> Stages, DateTimeOffset At)> OverdueStages { get; } = [];

    /// <summary>Erasing transactions in the order of their commits.</summary>
    internal List<(CustomerId Customer, ErasureRecord Record)> Erasures { get; } = [];

    /// <summary>The end of erased cards' keys, by the entry of the erasure journal.</summary>
    internal Dictionary<(CustomerId Customer, string Journal, long EntryNo), KeyDestruction> KeyDestructions { get; } = [];

    /// <summary>Orders whose cards' keys were written: whether the cards came is not known.</summary>
    internal List<(CustomerId Customer, Guid OrderId, DateTimeOffset WrittenAt)> PendingOrders { get; } = [];

    /// <summary>All customers' audit logs, each entry with the code that chains it to the one before.</summary>
    internal List<(CustomerId Customer, AuditLine Line, byte[] Mac)> AuditEntries { get; } = [];

    internal Dictionary<CustomerId, long> CertificateSeries { get; } = [];

    internal long LastJournalEntry { get; set; }

    internal long LastBatch { get; set; }

    internal Dictionary<(CustomerId Customer, string CounterKey), int> ReplyNames { get; } = [];

    internal Dictionary<(CustomerId Customer, InboundKind Kind), long> Sequences { get; } = [];

    /// <summary>Signed messages that were used, by the hexadecimal digits of their mark.</summary>
    internal Dictionary<(CustomerId Customer, string Mark), (Guid FileId, bool IsTest, DateTimeOffset At)> Messages { get; } = [];

    internal Dictionary<string, long> Series { get; } = [];

    internal long LastVersion { get; set; }

    private long lastId;

    /// <summary>An id that is greater than those before it, and the same in every run.</summary>
    internal Guid NextId() => new((int)(++lastId >> 32), (short)(lastId >> 16), (short)lastId, [0x80, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>
    /// The end of an inbound file's transaction, under <see cref="Gate"/>: its verdict and answers, if no other report has one of their
    /// names and the area still is the worker's.
    /// </summary>
    internal void StoreFile(InboundFile file, FileVerdict verdict, IReadOnlyList<ReportRow> reports,
        (string CounterKey, int Uses)? replyName)
    {
        EnsureNamesFree(file, reports);
        EnsureHeld(file);
        var row = Files.Find(one => one.Claimed.FileId == file.FileId)!;
        (row.State, row.Verdict, row.LastProblem) = ("STORED", verdict, null);
        ReportRows.AddRange(reports);
        if (replyName is { } used)
        {
            ReplyNames[(file.Customer, used.CounterKey)] = used.Uses;
        }

        if (verdict.UsesMessageOf(file))
        {
            Messages.TryAdd((file.Customer, Convert.ToHexStringLower(file.MessageMark.Span)), (file.FileId, file.IsTest, verdict.StoredAt));
        }

        if (verdict is { SequenceAccepted: true, SequenceNo: { } number })
        {
            Sequences[(file.Customer, file.Kind)] = Math.Max(number, Sequences.GetValueOrDefault((file.Customer, file.Kind)));
        }
    }

    /// <exception cref="FileExchangeException">DatabaseConflict: a report has one of their names. LeaseLost.</exception>
    internal void EnsureStorable(InboundFile file, IReadOnlyList<ReportRow> reports)
    {
        EnsureNamesFree(file, reports);
        EnsureHeld(file);
    }

    private void EnsureNamesFree(InboundFile file, IReadOnlyList<ReportRow> reports)
    {
        if (reports.Any(report => ReportRows.Exists(other => other.Report.Customer == file.Customer
            && other.Report.Folder == report.Report.Folder && other.Report.Name == report.Report.Name)))
        {
            throw new FileExchangeException(FailureReason.DatabaseConflict, isTransient: true,
                $"Another file of {file.Customer} was stored while {file} was.");
        }
    }

    /// <exception cref="FileExchangeException">LeaseLost.</exception>
    internal void EnsureHeld(InboundFile file)
    {
        if (!Holds(file.Lease))
        {
            throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has the area of {file.Customer} by now; nothing was stored for {file}.");
        }
    }

    /// <summary>Adds a report of a series: its place in the queue is after the one before, whatever the maker's clock says.</summary>
    internal void AddToSeries(ReportRow report)
    {
        if (ReportRows.FindLast(row => row.Report.FileId is null && row.Report.Customer == report.Report.Customer
            && row.Report.Kind == report.Report.Kind) is { } last && last.QueuedAt >= report.QueuedAt)
        {
            report.QueuedAt = last.QueuedAt.AddTicks(TimeSpan.TicksPerMicrosecond);
        }

        ReportRows.Add(report);
    }

    /// <summary>The file that brought this content.</summary>
    internal (Guid FileId, string Name)? FindContent(CustomerId customer, ReadOnlyMemory<byte> contentMac, DateTimeOffset since) => Files
        .Where(row => row.Claimed.Customer == customer && row.Verdict is { } verdict && verdict.StoredAt >= since
            && !ForgottenContents.Contains(row.Claimed.FileId)
            && !verdict.AcceptedContentMac.IsEmpty && verdict.AcceptedContentMac.Span.SequenceEqual(contentMac.Span))
        .Select(row => ((Guid, string)?)(row.Claimed.FileId, row.StoredName))
        .LastOrDefault();

    /// <summary>
    /// Removes what cards hold of persons. A cancelled one keeps its reference, and a file of which nothing is left may be sent again.
    /// </summary>
    internal void EraseContent(IReadOnlySet<Guid> cards)
    {
        for (var at = 0; at < Cards.Count && cards.Count > 0; at++)
        {
            if (Cards[at] is var card && cards.Contains(card.Card.CardId) && !card.Card.Content.IsEmpty)
            {
                Cards[at] = card with
                {
                    Card = new SealedCard(card.Card.CardId, default, null),
                    KeptReference = IsCancelled(card) ? card.Card : null,
                    RefIndex = 0,
                    PersonIndex = 0,
                    SealedPhoto = null,
                };
                if (Cards.TrueForAll(other => other.OrderId != card.OrderId || IsCancelled(other))
                    && Files.Find(row => row.Verdict?.Order?.OrderId == card.OrderId) is { } file)
                {
                    ForgottenContents.Add(file.Claimed.FileId);
                }
            }
        }
    }

    internal bool IsCancelled(CardRow card) => Register.Cards[card.Card.CardId].Card.Facts.Status == CardStatus.Cancelled;

    /// <summary>PENDING, APPROVED, DECLINED, or null for an order that never needed a second person.</summary>
    internal string? ApprovalOf(OrderDraft order) =>
        DecidedOrders.GetValueOrDefault(order.OrderId) ?? (order.NeedsApproval ? OrderApproval.Pending : null);

    /// <summary>Whether nothing of the customer's may be erased now.</summary>
    internal bool IsHeld(CustomerId customer) => HoldsInForce.Contains(customer)
        || HoldRows.Exists(hold => hold.Customer == customer.Value && hold.EndedAt is null);

    /// <summary>Changes the records of erasures.</summary>
    internal void ChangeErasures(Func<ErasureRecord, ErasureRecord> change)
    {
        for (var at = 0; at < Erasures.Count; at++)
        {
            Erasures[at] = (Erasures[at].Customer, change(Erasures[at].Record));
        }
    }

    /// <summary>Changes a stored card.</summary>
    internal void Change(Guid cardId, Func<CardRow, CardRow> change)
    {
        var place = Cards.FindIndex(card => card.Card.CardId == cardId);
        Cards[place] = change(Cards[place]);
    }

    /// <summary>Whether the area still belongs to who got this token.</summary>
    internal bool Holds(AreaLease lease) =>
        LeaseRows.GetValueOrDefault(lease.Customer) is { } row && row.Token == lease.Token && row.Owner == lease.Owner;
}
