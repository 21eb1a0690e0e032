using System.Globalization;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>One run of a worker and what it looks after.</summary>
/// <param name="Owner">Its name and the mark of this run.</param>
/// <param name="Areas">How many areas it has.</param>
/// <param name="OldestLookAgeSeconds">How long ago the area was looked into that was not for the longest; null: none was yet.</param>
/// <param name="OldestLookOf">Which one that is.</param>
internal sealed record ClusterWorker(string Owner, int Areas, long? OldestLookAgeSeconds, string? OldestLookOf);

/// <summary>The workers of one database, what each has, and what they take of it.</summary>
internal sealed record ClusterView(IReadOnlyList<ClusterWorker> Workers, IReadOnlyList<string> AreasOfNobody, ConnectionUse? Connections)
{
    public static ClusterView Of(HealthReport report, ConnectionUse? connections)
    {
        var now = report.Service.Now;
        var held = report.Areas.ToLookup(area => area.Counts.LeaseUntil > now ? area.Counts.LeaseOwner ?? "" : "", StringComparer.Ordinal);
        return new ClusterView([.. report.Service.LivingWorkers.Order(StringComparer.Ordinal).Select(owner =>
            OfWorker(owner, held[owner]))],
            [.. held[""].Select(area => area.Area)], connections);

        ClusterWorker OfWorker(string owner, IEnumerable<AreaFacts> areas)
        {
            var all = areas.ToList();
            var oldest = all.SelectMany(area => area.Jobs.Where(job => job.Job == AreaPolling.PickUp && job.EndedAt is not null))
                .MinBy(job => job.EndedAt);
            return new ClusterWorker(owner, all.Count, oldest is null ? null : (long)(now - oldest.EndedAt!.Value).TotalSeconds,
                oldest?.Area);
        }
    }

    public void Print(TextWriter output)
    {
        foreach (var worker in Workers)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{worker.Owner}  {worker.Areas} inbox(es)")
                + (worker.OldestLookAgeSeconds is { } age
                    ? string.Create(CultureInfo.InvariantCulture, $", the oldest last look {age} s ago ({worker.OldestLookOf})") : ""));
        }

        if (Workers.Count == 0)
        {
            output.WriteLine("No worker lives.");
        }

        if (AreasOfNobody.Count > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{AreasOfNobody.Count} inbox(es) that no worker has: {string.Join(", ", AreasOfNobody.Take(20))}"));
        }

        if (Connections is { } use)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"database: {use.Open} of {use.Most} connections open, {use.Ours} ours, {use.AtWork} of them at work; ")
                + string.Create(CultureInfo.InvariantCulture, $"these workers take at most ")
                + string.Create(CultureInfo.InvariantCulture,
                    $"{ConnectionUse.Needed(Workers.Count, ConnectionBudget.OfOneWorker)} with verbs"));
        }
    }
}
