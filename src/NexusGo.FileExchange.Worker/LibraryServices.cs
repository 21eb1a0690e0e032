using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker;

/// <summary>What the rooms need from outside.</summary>
public sealed record LibrarySettings
{
    public required PostgresOptions Postgres { get; init; }
    public required MasterKey MasterKey { get; init; }
    /// <summary>Folder of the private spool.</summary>
    public required string SpoolDirectory { get; init; }
    /// <summary>Free space on the spool's disk below which no file is taken in; 0: any.</summary>
    public long FreeSpaceFloorBytes { get; init; }
    /// <summary>Folder of the erasure journal, which all workers of a database share. Null: beside the spool.</summary>
    public string? ErasureJournalDirectory { get; init; }
    /// <summary>Folder of the audit logs' daily heads. Null: beside the spool.</summary>
    public string? AuditHeadDirectory { get; init; }
    public required RemoteFolderFactoryOptions Sftp { get; init; }
    /// <summary>Names this worker in leases.</summary>
    public required string WorkerName { get; init; }
    public LeaseOptions Lease { get; init; } = new();
    /// <summary>Our OpenPGP keys, the current one first, and how answers are sealed.</summary>
    public OpenPgpEngineOptions OpenPgp { get; init; } = new();
}

/// <summary>The rooms of the library on their engines, in the order of a file's journey.</summary>
public static class LibraryServices
{
    // Enough to keep the processors busy while some wait for the database.
    private static readonly int OpenPgpSlotsAtOnce = Math.Max(8, Environment.ProcessorCount * 2);

    /// <summary>
    /// Made by the container, so that it closes its connections with the worker; or one that was opened before and is registered already.
    /// </summary>
    private static void AddExchangeDatabase(this IServiceCollection services, PostgresOptions options)
    {
        var opened = services.LastOrDefault(one => one.ServiceType == typeof(ExchangeDatabase))?.ImplementationFactory;
        services.RemoveAll<ExchangeDatabase>();
        services.AddSingleton(provider =>
        {
            var database = (ExchangeDatabase?)opened?.Invoke(provider) ?? new ExchangeDatabase(options);
            database.SealAuditWith(provider.GetRequiredService<AuditKeys>);
            return database;
        });
    }

    public static IServiceCollection AddRooms(this IServiceCollection services, LibrarySettings settings)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new WorkerIdentity(settings.WorkerName));
        services.AddSingleton(settings.Lease);

        // Store and vault.
        services.AddExchangeDatabase(settings.Postgres);
        services.AddSingleton<AuditKeys>();
        services.AddSingleton<NumberSeries>();
        services.AddSingleton<ICustomerKeyStore, CustomerKeyStore>();
        services.AddSingleton<CardKeyStore>();
        services.AddSingleton<ICardKeyRotationStore, CardKeyRotationStore>();
        services.AddSingleton<CustomerKeyRotation>();
        services.AddSingleton<MasterKeyRotation>();
        services.AddSingleton<OrphanedCardKeys>();
        services.AddSingleton<IRemnants, RemnantRemoval>();
        services.AddSingleton(_ => settings.MasterKey);
        services.AddSingleton<KeyVault>();
        services.AddSingleton(p =>
        {
            var spool = new SpoolFolder(settings.SpoolDirectory, p.GetRequiredService<ILogger<SpoolFolder>>());
            spool.Prepare();
            return spool;
        });

        services.AddSingleton<SpoolBudgets>();
        services.AddSingleton(p => new DiskFloor(p.GetRequiredService<SpoolFolder>().DirectoryPath, settings.FreeSpaceFloorBytes,
            p.GetRequiredService<ILogger<DiskFloor>>()));

        // Erasure and its journal.
        services.AddSingleton(new ErasureJournalOptions(settings.ErasureJournalDirectory
            ?? Path.GetFullPath(Path.Combine(settings.SpoolDirectory, "..", "erasure-journal")), settings.WorkerName));
        services.AddSingleton<ErasureJournal>();
        services.AddSingleton<CardNumberMarks>();
        services.AddSingleton<KeptReferences>();
        services.AddSingleton<CardErasure>();
        services.AddSingleton<IRetentionStore, RetentionStore>();
        services.AddSingleton<RetentionRun>();
        services.AddSingleton<IErasureReplay, ErasureReplay>();
        services.AddSingleton<RestoreGate>();
        services.AddSingleton<IHoldStore, HoldStore>();
        services.AddSingleton<AwaitedCommands>();
        services.AddSingleton<ICertificateStore, CertificateStore>();
        services.AddSingleton<Certificates>();
        services.AddSingleton<IEvidenceStore, EvidenceStore>();
        services.AddSingleton<IPurgeStore, PurgeStore>();
        services.AddSingleton(new AuditHeadExportOptions(settings.AuditHeadDirectory
            ?? Path.GetFullPath(Path.Combine(settings.SpoolDirectory, "..", "audit-heads")), settings.WorkerName));
        services.AddSingleton<AuditHeadExporter>();
        services.AddSingleton<JournalComparison>();
        services.AddSingleton<AuditVerification>();
        services.AddSingleton<IRegister, Register>();
        services.AddSingleton<CardExport>();
        services.AddSingleton<Offboarding>();
        services.AddSingleton<RetentionNight>();

        // Sessions, poll, claim.
        services.TryAddSingleton<IRemoteFolderFactory>(p =>
            new RemoteFolderFactory(settings.Sftp, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<RemoteSessions>();
        services.AddSingleton<ConnectTurns>();
        services.AddSingleton<ILeaseStore, LeaseStore>();
        services.AddSingleton<IInboxStore, InboxStore>();
        services.AddSingleton<InboxPoller>();
        services.AddSingleton<DailyQuota>();
        services.AddSingleton<HostileNames>();
        services.AddSingleton<RetryPauses>();
        services.AddSingleton<MessageMarks>();

        // OpenPGP: the engine is the container's, which wipes our keys at its end.
        services.AddSingleton(p =>
            new OpenPgpEngine(settings.OpenPgp, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IOpenPgp>(p => new OpenPgpConcurrencyLimiter(p.GetRequiredService<OpenPgpEngine>(), OpenPgpSlotsAtOnce));
        services.AddSingleton(new BureauKeys([.. settings.OpenPgp.OwnKeys.Select(key => key.Fingerprint)]));
        services.AddSingleton<CertificateBook>();
        services.AddSingleton<KeyExpiry>();

        // Fetch, open, check, store.
        services.AddSingleton<FileFetch>();
        services.AddSingleton<PgpOpening>();
        services.TryAddSingleton(provider => PhotoSandbox.OfThisProgram(provider.GetRequiredService<ILogger<PhotoSandbox>>()));
        services.AddSingleton<OrderUnpacking>();
        services.AddSingleton<FileOpening>();
        services.AddSingleton<AnswerCertificates>();
        services.AddSingleton<AnswerSealer>();
        services.AddSingleton<IOrderStore, OrderStore>();
        services.AddSingleton<IRequestStore, RequestStore>();
        services.AddSingleton<RequestedReports>();
        services.AddSingleton<IScheduledErasures, ScheduledErasures>();
        services.AddSingleton<RequestImport>();
        services.AddSingleton<OrderPhotoPreparation>();
        services.AddSingleton<OrderImport>();
        services.AddSingleton<IPhotoStore, PhotoStore>();
        services.AddSingleton<PhotoReading>();
        services.AddSingleton<PhotoImport>();
        services.AddSingleton<IProductionStore, ProductionStore>();
        services.AddSingleton<EventImport>();
        services.AddSingleton<HeldEventStore>();

        // Batches out, back-reports.
        services.AddSingleton<IBatchStore, BatchStore>();
        services.AddSingleton<ProductionBatches>();
        services.AddSingleton<ICancellationStore, CancellationStore>();
        services.AddSingleton<ProductionCancellations>();
        services.AddSingleton<IReplacements, ReplacementStore>();
        services.AddSingleton<IStageStore, StageStore>();
        services.AddSingleton<StageLimits>();
        services.TryAddSingleton(new ProductionPartner(null));
        services.AddSingleton<IBackReportStore, BackReportStore>();
        services.AddSingleton<IBackReports, BackReports>();

        // Deliver, release.
        services.AddSingleton<IReportStore, ReportStore>();
        services.AddSingleton<QuarantineStore>();
        services.AddSingleton<ReplayStore>();
        services.AddSingleton<AreaProbeStore>();
        services.AddSingleton<ReportDelivery>();
        services.AddSingleton<FileRelease>();
        services.AddSingleton<TemporarySweep>();

        // Consumed, swept.
        services.AddSingleton<IConsumedStore, ConsumedStore>();
        services.AddSingleton<ConsumedSweep>();

        // For operators.
        services.AddSingleton<TimelineStore>();
        services.AddSingleton<ExchangeFactsStore>();
        services.AddSingleton<JobStateStore>();

        services.AddSingleton<InboundFilePipeline>();
        services.AddSingleton<StoringSlots>();
        services.AddSingleton<CustomerAreaRunner>();
        services.AddSingleton<IAreaShare, AreaShare>();
        services.AddSingleton<IAreaSessions>(p => p.GetRequiredService<CustomerAreaRunner>());
        services.AddSingleton<IPickUp>(p => p.GetRequiredService<CustomerAreaRunner>());
        services.AddSingleton<IReportDelivery>(p => p.GetRequiredService<CustomerAreaRunner>());
        services.AddSingleton<IConsumedSweep>(p => p.GetRequiredService<CustomerAreaRunner>());
        return services;
    }
}
