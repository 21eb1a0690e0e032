using System.Reflection;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Retention;
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
        [typeof(ICancellationStore)] = typeof(RequestStoreContract),
        [typeof(IScheduledErasures)] = typeof(RequestStoreContract),
        [typeof(IBatchStore)] = typeof(BatchStoreContract),
        [typeof(IBatchTransaction)] = typeof(BatchStoreContract),
        [typeof(IStageStore)] = typeof(StageStoreContract),
        [typeof(IBackReportStore)] = typeof(BackReportStoreContract),
        [typeof(IBackReportTransaction)] = typeof(BackReportStoreContract),
        [typeof(IRegister)] = typeof(RegisterContract),
        [typeof(IEvidenceStore)] = typeof(EvidenceStoreContract),
        [typeof(ICertificateStore)] = typeof(CertificateStoreContract),
        [typeof(ICertificateTransaction)] = typeof(CertificateStoreContract),
        [typeof(IErasureReplay)] = typeof(ErasureReplayContract),
        [typeof(IPurgeStore)] = typeof(PurgeStoreContract),
        [typeof(IRemnants)] = typeof(RemnantsContract),
        [typeof(IReportStore)] = typeof(ReportStoreContract),
        [typeof(IConsumedStore)] = typeof(ConsumedStoreContract),
    };

    /// <summary>
    /// What jobs call, and why no suite compares the double of it. The doubles stand in the tests of the jobs: they note that they were
    /// called, answer what a test says, and claim nothing.
    /// </summary>
    private static readonly Dictionary<string, string> CalledByJobs = new()
    {
        ["IPickUp"] = "The real run is a room's own code, which the stage tests run on the doubles of its ports.",
        ["IReportDelivery"] = "The real run is a room's own code, which the stage tests run on the doubles of its ports.",
        ["IConsumedSweep"] = "The real run is a room's own code, which the stage tests run on the doubles of its ports.",
        ["IAreaSessions"] = "The real one is the runner of areas, whose sessions the stage tests open on the double of a server.",
        ["IAreaProbing"] = "The real one compares on pure rules and keeps in PostgreSQL; a real worker probes in its test.",
        ["IAreaShare"] = "The real one counts leases, and the suite of leases runs on the double and on PostgreSQL.",
        ["IBackReports"] = "The real one is a room's own code on the port of back-reports, which has a suite.",
        ["IReplacements"] = "The double returns a number that a test chose; what is replaced is tested on PostgreSQL.",
    };

    /// <summary>What one class of an adapter tells another one of it: no room knows of it.</summary>
    private static readonly string[] WithinAnAdapter = ["ISftpReceiver"];

    [Fact]
    public void Every_interface_with_one_implementation_is_a_port_with_a_double_and_a_suite()
    {
        var known = Suites.Keys.Select(port => port.Name).Concat(CalledByJobs.Keys).Concat(WithinAnAdapter).ToHashSet();
        var single = Product.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsInterface && Implementations(type, Product).Count() < 2).Select(type => type.Name);
        Assert.Empty(single.Except(known));
    }

    [Fact]
    public void No_list_names_what_is_gone_or_needs_no_list()
    {
        var interfaces = Product.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsInterface).Select(type => type.Name);
        Assert.Empty(CalledByJobs.Keys.Concat(WithinAnAdapter).Except(interfaces));
        Assert.Empty(CalledByJobs.Keys.Intersect(Suites.Keys.Select(port => port.Name)));
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
