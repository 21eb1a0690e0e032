using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>The double of <see cref="IInboxStore"/>.</summary>
internal sealed class InMemoryInboxStore(InMemoryExchange exchange) : IInboxStore
{
    public Task<IReadOnlyList<Sighting>> RecordAsync(AreaLease lease, IReadOnlyList<SeenFile> seen, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (seen.Count > 0)
            {
                EnsureHeld(lease);
            }

            return Task.FromResult<IReadOnlyList<Sighting>>([.. seen.Select(one => Record(lease.Customer, one, now))]);
        }
    }

    public Task NoteToldAsync(CustomerId customer, IReadOnlyList<RemotePath> paths, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            for (var i = 0; i < exchange.Sightings.Count; i++)
            {
                if (exchange.Sightings[i] is { ToldAt: null } row && row.Customer == customer && paths.Contains(row.Path))
                {
                    exchange.Sightings[i] = row with { ToldAt = now };
                }
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlySet<string>> ClaimedNamesAsync(
        CustomerId customer, IReadOnlyCollection<string> names, bool isTest, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var claimed = exchange.Files
                .Where(row => row.Claimed.Customer == customer && row.Claimed.IsTest == isTest && row.ClaimedAt >= since
                && row.Claimed.Kind != InboundKind.Foreign)
                .Select(row => row.StoredName)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            return Task.FromResult<IReadOnlySet<string>>(names.Where(claimed.Contains).ToHashSet(StringComparer.OrdinalIgnoreCase));
        }
    }

    public Task<int> CountClaimedAsync(CustomerId customer, DateTimeOffset since, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult(exchange.Files.Count(row => row.Claimed.Customer == customer && row.ClaimedAt >= since));
        }
    }

    public Task<MessageUse?> FindMessageAsync(CustomerId customer, ReadOnlyMemory<byte> mark, DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (!exchange.Messages.TryGetValue((customer, Convert.ToHexStringLower(mark.Span)), out var used) || used.At < since)
            {
                return Task.FromResult<MessageUse?>(null);
            }

            var isDuplicateStill = exchange.Files.Exists(row => row.Claimed.FileId == used.FileId
                && row.Verdict is { AcceptedContentMac.IsEmpty: false });
            return Task.FromResult<MessageUse?>(used.IsTest ? MessageUse.Rehearsed : isDuplicateStill ? null : MessageUse.Taken);
        }
    }

    public Task<IReadOnlyList<InboundFile>> ClaimAsync(AreaLease lease, IReadOnlyList<ClaimRequest> requests, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            EnsureHeld(lease);
            ForgetVanished(lease.Customer, now);
            return Task.FromResult<IReadOnlyList<InboundFile>>([.. requests.Select(request => Claim(lease, request, now))
                .OfType<InboundFile>()]);
        }
    }

    public Task NoteFailureAsync(InboundFile file, string problem, string? text, DateTimeOffset nextAttemptAt,
        CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (ClaimOf(file) is { } row)
            {
                (row.LastProblem, row.NextAttemptAt) = (problem, nextAttemptAt);
            }
        }

        return Task.CompletedTask;
    }

    public Task DropClaimAsync(InboundFile file, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (ClaimOf(file) is { } row)
            {
                exchange.Files.Remove(row);
            }

            exchange.Sightings.RemoveAll(row => row.Customer == file.Customer && row.Path.Equals(file.Path) && row.Version == file.Version);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<StoredFile>> StoredAsync(CustomerId customer, int limit, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            return Task.FromResult<IReadOnlyList<StoredFile>>([.. exchange.Files
                .Where(row => row.Claimed.Customer == customer && row.State == "STORED")
                .OrderBy(row => row.ClaimedAt)
                .Take(limit)
                .Select(row => new StoredFile(row.Claimed.FileId, row.Claimed.Path, row.Claimed.Seen, row.Claimed.Version,
                    exchange.ReportRows.TrueForAll(report => report.Report.FileId != row.Claimed.FileId || report.DeliveredAt is not null),
                    row.Claimed.Kind == InboundKind.Foreign,
                    [.. row.Claimed.Markers.Select(marker => row.Claimed.Path.Sibling(marker))]))]);
        }
    }

    public Task CloseAsync(CustomerId customer, StoredFile file, DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            if (exchange.Files.Find(row => row.Claimed.FileId == file.FileId && row.Claimed.Customer == customer
                && row.State == "STORED") is { } stored)
            {
                (stored.State, stored.ClosedAt) = ("CLOSED", now);
                for (var i = exchange.Sightings.Count - 1; i >= 0; i--)
                {
                    var row = exchange.Sightings[i];
                    var isSource = row.Customer == customer && row.Path.Equals(file.Path);
                    if (file.IsForeign && isSource)
                    {
                        exchange.Sightings[i] = row with { AnsweredAt = now };
                    }
                    else if (!file.IsForeign
                        && ((isSource && row.Version == file.Version) || (row.Customer == customer && file.Companions.Contains(row.Path))))
                    {
                        exchange.Sightings.RemoveAt(i);
                    }
                }
            }
        }

        return Task.CompletedTask;
    }

    private Sighting Record(CustomerId customer, SeenFile seen, DateTimeOffset now)
    {
        var place = exchange.Sightings.FindIndex(row => row.Customer == customer && row.Path.Equals(seen.Path));
        var before = place < 0 ? null : exchange.Sightings[place];
        var isSame = before?.Seen == seen.Version;
        var row = new SightingRow
        {
            Customer = customer,
            Path = seen.Path,
            Version = isSame ? before!.Version : ++exchange.LastVersion,
            Seen = seen.Version,
            FirstSeenAt = before?.FirstSeenAt is { } first && first < now ? first : now,
            SameSince = isSame && before!.SameSince < now ? before.SameSince : now,
            SamePolls = isSame ? before!.SamePolls + 1 : 1,
            LastSeenAt = now,
            ToldAt = before?.ToldAt,
            AnsweredAt = before?.AnsweredAt,
        };
        if (before is null)
        {
            exchange.Sightings.Add(row);
        }
        else
        {
            exchange.Sightings[place] = row;
        }

        return new Sighting(row.Path, row.Version, row.FirstSeenAt, row.SameSince, row.SamePolls, row.ToldAt, row.AnsweredAt,
            FileOf(customer, row.Path, row.Version)?.State);
    }

    private InboundFile? Claim(AreaLease lease, ClaimRequest request, DateTimeOffset now)
    {
        var row = FileOf(lease.Customer, request.Sighting.Path, request.Sighting.Version);
        if (row is not null && (row.State != "CLAIMED" || NextAttempt.Waits(row.LastProblem, row.NextAttemptAt, now)))
        {
            return null;
        }

        var file = request.FileOf(lease, row?.Claimed.FileId ?? exchange.NextId(), (row?.Claimed.Attempt ?? 0) + 1);
        if (row is null)
        {
            exchange.Files.Add(new FileRow(file, now));
        }
        else
        {
            (row.Claimed, row.ClaimedAt, row.NextAttemptAt) = (file, now, now);
        }

        return file;
    }

    /// <summary>A name missing from one listing proves nothing; a day without it does.</summary>
    private void ForgetVanished(CustomerId customer, DateTimeOffset now)
    {
        exchange.Sightings.RemoveAll(row => row.Customer == customer && row.LastSeenAt < now.AddDays(-1));
        exchange.Files.RemoveAll(file => file.Claimed.Customer == customer && file.State == "CLAIMED"
            && !exchange.Sightings.Exists(row => row.Customer == customer && row.Path.Equals(file.Claimed.Path)
            && row.Version == file.Claimed.Version));
    }

    private FileRow? FileOf(CustomerId customer, RemotePath path, long version) =>
        exchange.Files.Find(row => row.Claimed.Customer == customer && row.Claimed.Path.Equals(path) && row.Claimed.Version == version);

    private FileRow? ClaimOf(InboundFile file) =>
        exchange.Files.Find(row => row.Claimed.FileId == file.FileId && row.State == "CLAIMED"
            && row.Claimed.Lease.Token == file.Lease.Token);

    private void EnsureHeld(AreaLease lease)
    {
        if (!exchange.Holds(lease))
        {
            throw new FileExchangeException(FailureReason.LeaseLost, isTransient: true,
                $"Another worker has the area of {lease.Customer} by now.");
        }
    }
}
