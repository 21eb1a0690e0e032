using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>
/// What the suites of the exchange's stores have in common: a customer of the test's own and the way of a file up to its verdict.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    internal static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    protected static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private readonly SpoolFolder spools = new(Path.Combine(Path.GetTempPath(), "never-made"), NullLogger<SpoolFolder>.Instance);
    private KeyVault vaults = null!;

    protected CustomerId Customer { get; } = new(CustomerIds.Next("STO"));

    internal abstract ExchangeStores Stores { get; }

    internal CustomerVault Vault { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        vaults = Stores.CreateVaults();
        Vault = await vaults.OpenAsync(Customer, default);
    }

    public virtual Task DisposeAsync()
    {
        vaults.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Takes the area over, once the lease of the worker before has lapsed.</summary>
    internal async Task<AreaLease> TakeOverAsync(string owner = "two")
    {
        await Stores.PassAsync(Customer, Duration);
        return await LeaseAsync(owner);
    }

    /// <summary>Takes the area.</summary>
    internal async Task<AreaLease> LeaseAsync(string owner = "one") =>
        await Stores.Leases.TryTakeAsync(Customer, owner, Duration, default)
            ?? throw new InvalidOperationException("Another worker has the area.");

    /// <summary>Records a look at one file and returns what is known of it.</summary>
    internal async Task<Sighting> SeeAsync(AreaLease lease, string path, long size = 10, DateTimeOffset? now = null) =>
        Assert.Single(await Stores.Inbox.RecordAsync(lease, [new SeenFile(PathOf(path), new RemoteVersion(size, 1))], now ?? Now, default));

    /// <summary>Sees a file and claims it.</summary>
    internal async Task<InboundFile> ClaimAsync(AreaLease lease, string name, DateTimeOffset? now = null) =>
        Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(await SeeAsync(lease, "/in/" + name, now: now))], now ?? Now,
            default));

    internal static ClaimRequest RequestFor(Sighting sighting, InboundKind kind = InboundKind.Order)
    {
        var path = sighting.Path.ToString();
        var name = path[(path.LastIndexOf('/') + 1)..];
        RemoteName[] markers = kind == InboundKind.Order ? [RemoteName.From(name + ".done")] : [];
        return new ClaimRequest(sighting, RemoteName.From(name), new RemoteVersion(10, 1), kind, IsTest: false,
            Path.GetFileNameWithoutExtension(name), SequenceNo: null, markers);
    }

    internal static RemotePath PathOf(string path) => RemotePath.FromBytes(Encoding.UTF8.GetBytes(path));

    /// <summary>A finished report.</summary>
    internal async Task<ReportDraft> ReportAsync(ReportKind kind, string name, string content = "x", string folder = "/out/receipts/")
    {
        await using var builder = new ReportBuilder(spools);
        await builder.Output.WriteAsync(Encoding.UTF8.GetBytes(content));
        return await builder.CompleteAsync(kind, folder, name, Guid.CreateVersion7(), Vault);
    }

    /// <summary>A file's whole way to a verdict with answers.</summary>
    internal async Task<InboundFile> StoreAsync(AreaLease lease, string name, DateTimeOffset? now = null, params ReportDraft[] answers)
    {
        var file = await ClaimAsync(lease, name, now);
        await using var transaction = await Stores.Orders.BeginAsync(file, default);
        await transaction.CommitAsync(Verdict(now ?? Now), answers, default);
        return file;
    }

    internal static FileVerdict Verdict(DateTimeOffset now, OrderDraft? order = null, byte[]? contentMac = null, long? sequenceNo = null) =>
        new()
    {
        FileStatus = order is null ? "REJECTED" : "ACCEPTED",
        ErrorCode = order is null ? "F-HDR-01" : null,
        Rows = new RowCounts(order?.Cards ?? 0, 0, 0, 0),
        Sha256 = new byte[32],
        AcceptedContentMac = contentMac,
        SequenceNo = sequenceNo,
        SequenceAccepted = sequenceNo is not null,
        ProfileVersion = "1",
        StoredAt = now,
        Order = order,
    };

    /// <summary>The report's content as the store gives it back.</summary>
    internal async Task<string> ReadAsync(DueReport report)
    {
        await using var stream = StoredReportStream.Open(Stores.Reports, Vault.OpenReport(report.ReportId, report.WrappedKey.Span), report);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    internal Task<IReadOnlyList<DueReport>> DueAsync(DateTimeOffset? now = null, int limit = 100) =>
        Stores.Reports.DueAsync(Customer, now ?? Now, limit, default);
}
