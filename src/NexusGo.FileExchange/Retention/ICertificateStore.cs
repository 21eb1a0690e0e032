using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Retention;

/// <summary>Erasures that the customer has no certificate of yet.</summary>
internal interface ICertificateStore
{
    /// <summary>Begins the one transaction of a certificate; others for the same customer wait.</summary>
    Task<ICertificateTransaction> BeginAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>The one transaction of a certificate. Disposing it without a commit undoes everything, the number included.</summary>
internal interface ICertificateTransaction : IAsyncDisposable
{
    long Sequence { get; }

    /// <summary>In the order in which they were done.</summary>
    IReadOnlyList<ErasureRecord> Records { get; }

    Task CommitAsync(ReportDraft report, CancellationToken cancellationToken);
}
