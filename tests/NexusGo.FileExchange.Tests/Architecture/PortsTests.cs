using System.Reflection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>
/// Every interface of the library either has several implementations in the product, or is a port: it has a double in the tests' library,
/// and one contract suite that the double and the real thing run. A class that nothing of this holds for needs no interface.
/// </summary>
public sealed class PortsTests
{
    private static readonly Assembly[] Product = [typeof(CustomerId).Assembly, typeof(LibraryServices).Assembly];

    /// <summary>Ports and their suites.</summary>
    private static readonly Dictionary<Type, Type> Suites = new()
    {
        [typeof(IRemoteFolder)] = typeof(RemoteFolderContract),
        [typeof(IRemoteFolderFactory)] = typeof(RemoteFolderContract),
        [typeof(IOpenPgp)] = typeof(OpenPgpContract),
        [typeof(ICustomerKeyStore)] = typeof(CustomerKeyStoreContract),
        [typeof(ICardKeyRotationStore)] = typeof(CardKeyRotationContract),
        [typeof(ILeaseStore)] = typeof(LeaseStoreContract),
        [typeof(IInboxStore)] = typeof(InboxStoreContract),
        [typeof(IOrderStore)] = typeof(OrderStoreContract),
        [typeof(IFileTransaction)] = typeof(OrderStoreContract),
        [typeof(IPhotoStore)] = typeof(PhotoStoreContract),
        [typeof(IPhotoTransaction)] = typeof(PhotoStoreContract),
        [typeof(IRequestStore)] = typeof(RequestStoreContract),
        [typeof(IRequestTransaction)] = typeof(RequestStoreContract),
        [typeof(IRequestedReports)] = typeof(RequestStoreContract),
        [typeof(IHistoryStore)] = typeof(HistoryStoreContract),
        [typeof(IHoldStore)] = typeof(HoldStoreContract),
        [typeof(IRetentionStore)] = typeof(RetentionStoreContract),
        [typeof(IProductionStore)] = typeof(EventTransactionContract),
        [typeof(IEventTransaction)] = typeof(EventTransactionContract),
        [typeof(ICardEventWriter)] = typeof(EventTransactionContract),
        [typeof(IReportStore)] = typeof(ReportStoreContract),
        [typeof(IConsumedStore)] = typeof(ConsumedStoreContract),
    };

    /// <summary>What the worker's jobs call. The doubles stand in the tests of the jobs: they only note that they were called.</summary>
    private static readonly string[] CalledByJobs =
    [
        "IAreaProbing", "IAreaSessions", "IAreaShare", "IBackReports", "IConsumedSweep", "IPickUp", "IReplacements", "IReportDelivery",
        "IScheduledErasures",
    ];

    /// <summary>
    /// Ports of rooms that must not know PostgreSQL, whose work is one statement or its locks: what a double would do beside it is tested
    /// on the database alone. The list is to become shorter.
    /// </summary>
    private static readonly string[] WithoutDouble =
    [
        "IBackReportStore", "IBackReportTransaction", "IBatchStore", "IBatchTransaction", "ICancellationStore",
        "ICertificateStore", "ICertificateTransaction", "IErasureReplay", "IEvidenceStore", "IPurgeStore", "IRegister",
        "IRemnants", "ISftpReceiver", "IStageStore",
    ];

    [Fact]
    public void Every_interface_with_one_implementation_is_a_port_with_a_double_and_a_suite()
    {
        var known = Suites.Keys.Select(port => port.Name).Concat(CalledByJobs).Concat(WithoutDouble).ToHashSet();
        var single = Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsInterface && Implementations(type, Product).Count() < 2).Select(type => type.Name);
        Assert.Empty(single.Except(known));
    }

    [Fact]
    public void No_list_names_what_is_gone_or_needs_no_list()
    {
        var interfaces = Product.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsInterface).Select(type => type.Name);
        Assert.Empty(CalledByJobs.Concat(WithoutDouble).Except(interfaces));
        Assert.Empty(WithoutDouble.Intersect(Suites.Keys.Select(port => port.Name)));
    }

    [Fact]
    public void Every_port_has_a_double_and_both_run_the_suite()
    {
        Assert.All(Suites, port =>
        {
            Assert.NotEmpty(Implementations(port.Key, [typeof(InMemoryExchange).Assembly]));
            Assert.True(port.Value.IsAbstract);
            Assert.Contains(typeof(PortsTests).Assembly.GetTypes(), type => type.IsSubclassOf(port.Value));
        });
        var onRealThings = string.Concat(Directory.EnumerateFiles(Repository.PathOf("tests/NexusGo.FileExchange.IntegrationTests"), "*.cs",
            SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.All(Suites.Values, suite => Assert.Contains($": {suite.Name}", onRealThings, StringComparison.Ordinal));
    }

    private static IEnumerable<Type> Implementations(Type port, Assembly[] assemblies) => assemblies
        .SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && !type.IsAbstract && port.IsAssignableFrom(type));
}
