using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IConsumedStore"/>.</summary>
internal sealed class InMemoryConsumedStore(InMemoryExchange exchange) : IConsumedStore
{
    public Task<IReadOnlyList<OutFile>> OutAsync(CustomerId customer, int limit, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<OutFile>>([.. exchange.ReportRows
                .Where(row => row.Report.Customer == customer && row is { DeliveredAt: not null, DeletedAt: null })
                .OrderBy(row => row.DeliveredAt).Take(limit).Select(row => row.AsOutFile())]);
        }
    }

    public Task NoteLookAsync(AreaLease lease, IReadOnlyList<Guid> there, IReadOnlyList<Guid> missing,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (!exchange.Holds(lease))
            {
                return Task.CompletedTask;
            }

            foreach (var row in Kept(lease.Customer, there))
            {
                (row.SeenAt, row.MissingSince, row.MissingLooks) = (row.SeenAt ?? now, null, 0);
            }

            foreach (var row in Kept(lease.Customer, missing))
            {
                (row.MissingSince, row.MissingLooks) = (row.MissingSince ?? now, row.MissingLooks + 1);
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteIntentAsync(AreaLease lease, IReadOnlyList<(Guid ReportId, string Signal)> files,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            EnsureHeld(lease);
            foreach (var (reportId, signal) in files)
            {
                foreach (var row in Kept(lease.Customer, [reportId]))
                {
                    (row.ConsumedAt, row.Signal, row.DeleteIntendedAt) = (row.ConsumedAt ?? now, row.Signal ?? signal,
                        row.DeleteIntendedAt ?? now);
                    row.SeenAt ??= signal == ConsumedSignal.Moved.ToWireName() ? now : null;
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteTakenAsync(AreaLease lease, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            EnsureHeld(lease);
            foreach (var row in Kept(lease.Customer, reportIds))
            {
                (row.ConsumedAt, row.Signal, row.DeletedAt, row.LastProblem) = (row.ConsumedAt ?? now,
                    row.Signal ?? ConsumedSignal.Deleted.ToWireName(), now, null);
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteDeletedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in Kept(customer, reportIds).Where(row => row.ConsumedAt is not null))
            {
                (row.DeletedAt, row.LastProblem) = (now, null);
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteChangedAsync(AreaLease lease, Guid reportId, RemoteVersion version, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in exchange.Holds(lease) ? Kept(lease.Customer, [reportId]) : [])
            {
                row.ToldVersion = version;
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteProblemAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, string problem, string? text,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in Kept(customer, reportIds))
            {
                row.LastProblem = problem;
            }
        }

        return Task.CompletedTask;
    }

    public Task NoteWarnedAsync(CustomerId customer, IReadOnlyList<Guid> reportIds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            foreach (var row in exchange.ReportRows.Where(row => row.Report.Customer == customer
                && reportIds.Contains(row.Report.ReportId)))
            {
                row.WarnedAt ??= now;
            }
        }

        return Task.CompletedTask;
    }

    public Task<int> PurgeAsync(CustomerId customer, DateTimeOffset deliveredBefore, int limit, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var old = exchange.ReportRows.Where(row => row.Report.Customer == customer && row.DeliveredAt < deliveredBefore
                && row.PurgedAt is null)
                .OrderBy(row => row.DeliveredAt).Take(limit).ToList();
            foreach (var row in old)
            {
                (row.PurgedAt, row.Blocks) = (now, []);
            }

            return Task.FromResult(old.Count);
        }
    }

    /// <summary>Rows whose removal is not recorded.</summary>
    private IEnumerable<ReportRow> Kept(CustomerId customer, IReadOnlyList<Guid> reportIds) =>
        exchange.ReportRows.Where(row => row.Report.Customer == customer && row.DeletedAt is null
            && reportIds.Contains(row.Report.ReportId));

    private void EnsureHeld(AreaLease lease)
    {
        if (!exchange.Holds(lease))
        {
            throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has the area of {lease.Customer} by now; nothing is removed.");
        }
    }
}
