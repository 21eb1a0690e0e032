using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IReportStore"/>.</summary>
internal sealed class InMemoryReportStore(InMemoryExchange exchange) : IReportStore
{
    public Task<IReadOnlyList<DueReport>> DueAsync(CustomerId customer, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var waiting = exchange.ReportRows.FindAll(row => row.Report.Customer == customer && row.DeliveredAt is null);
            return Task.FromResult<IReadOnlyList<DueReport>>([.. waiting
                .Where(row => !Waits(row) && !waiting.Exists(other => Waits(other) && HoldsBack(other, row)))
                .OrderBy(row => row.QueuedAt).ThenBy(row => row.Report.FileId is null).ThenBy(row => row.Report.FileId)
                .ThenBy(row => row.Report.Kind).ThenBy(row => row.Report.Name, StringComparer.Ordinal)
                .Take(limit)
                .Select(row => row.Report)]);
        }

        bool Waits(ReportRow row) => NextAttempt.Waits(row.LastProblem, row.NextAttemptAt, now);
    }

    public Task<long> WaitingAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(exchange.ReportRows.LongCount(row => row.Report.Customer == customer && row.DeliveredAt is null));
        }
    }

    public Task<byte[]?> BlockAsync(CustomerId customer, Guid reportId, int blockNo, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(Find(customer, reportId)?.Blocks.ElementAtOrDefault(blockNo));
        }
    }

    public Task MarkDeliveredAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in Undelivered(customer, reportIds))
            {
                (row.DeliveredAt, row.LastProblem) = (now, null);
                if (customer == CustomerId.Production)
                {
                    (row.Blocks, row.PurgedAt) = ([], now);
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task MarkFailedAsync(CustomerId customer, Guid reportId, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in Undelivered(customer, [reportId]))
            {
                row.Report = row.Report with { Attempts = row.Report.Attempts + 1 };
                (row.LastProblem, row.NextAttemptAt) = (problem, nextAttemptAt);
            }
        }

        return Task.CompletedTask;
    }

    public Task<bool> RenameAsync(CustomerId customer, Guid reportId, string name, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var row = Undelivered(customer, [reportId]).FirstOrDefault()
                ?? throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has delivered report {reportId} by now.");
            if (exchange.ReportRows.Exists(other => other != row && other.Report.Customer == customer
                && other.Report.Folder == row.Report.Folder && other.Report.Name == name))
            {
                return Task.FromResult(false);
            }

            row.Report = row.Report with { Name = name };
            return Task.FromResult(true);
        }
    }

    /// <summary>A report that waits for its next attempt holds back the others of its file, and those after it in its series.</summary>
    private static bool HoldsBack(ReportRow waiting, ReportRow row) => row.Report.FileId is { } file
        ? waiting.Report.FileId == file
        : waiting.Report.FileId is null && waiting.Report.Kind == row.Report.Kind
            && (waiting.QueuedAt < row.QueuedAt
            || (waiting.QueuedAt == row.QueuedAt && string.CompareOrdinal(waiting.Report.Name, row.Report.Name) < 0));

    private ReportRow? Find(CustomerId customer, Guid reportId) =>
        exchange.ReportRows.Find(row => row.Report.Customer == customer && row.Report.ReportId == reportId);

    private IEnumerable<ReportRow> Undelivered(CustomerId customer, IReadOnlyList<Guid> reportIds) =>
        exchange.ReportRows.Where(row => row.Report.Customer == customer && row.DeliveredAt is null
            && reportIds.Contains(row.Report.ReportId));
}
