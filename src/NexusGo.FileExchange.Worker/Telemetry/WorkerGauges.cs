using System.Diagnostics.Metrics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Keys;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Telemetry;

/// <summary>What can be read off a worker at any moment. Made only when somebody wants it, and asked only when somebody scrapes.</summary>
internal sealed class WorkerGauges : IDisposable
{
    private readonly Meter meter = new(Meters.Name);

    public WorkerGauges(JobOutcomes outcomes, IAreaShare share, KeyWatch keys, StatusFileWriter writer, TimeProvider time)
    {
        // Tags are made once per look: a thousand customers are some thousand numbers, every fifteen seconds or so.
        meter.CreateObservableGauge("nexusgo.job.failures", () => outcomes.All.Select(one =>
            new Measurement<int>(one.Failures, new("customer", one.Customer), new("job.name", one.Job))), "{failure}",
            "Failures in a row of a job of a customer; 0 when its last run went well.");
        meter.CreateObservableGauge("nexusgo.job.age", () => outcomes.All.Select(one =>
            new Measurement<double>((time.GetUtcNow() - one.EndedAt).TotalSeconds, new("customer", one.Customer),
                new("job.name", one.Job))), "s",
            "Time since the last run of a job of a customer ended.");
        meter.CreateObservableGauge("nexusgo.areas.held", () => share.Held, "{area}", "Areas whose leases this worker has.");
        meter.CreateObservableGauge("nexusgo.workers.alive", () => share.Workers, "{worker}", "Workers that live, this one included.");
        meter.CreateObservableGauge("nexusgo.key.remaining",
            () => keys.Findings.Where(one => one.DaysLeft is not null).GroupBy(one => one.Owner)
            .Select(of => new Measurement<double>(of.Min(one => one.DaysLeft!.Value) * 86_400.0, new KeyValuePair<string, object?>("owner",
            of.Key))), "s", "Time left of the OpenPGP key of an owner that ends first; only of keys that end within 60 days.");
        meter.CreateObservableGauge("nexusgo.production.not_taken", () => writer.Troubles?.NotTaken ?? 0, "{file}",
            "Batches and cancellations that the production partner has not taken for two days.");
        meter.CreateObservableGauge("nexusgo.production.held", () => writer.Troubles?.Held ?? 0, "{report}",
            "Reports of finished cards that wait because they lack a field.");
        meter.CreateObservableGauge("nexusgo.cards.overdue", () => writer.Troubles?.Overdue.Select(one =>
            new Measurement<long>(one.Cards, new("customer", one.Customer), new("status", one.Status.ToString()))) ?? [], "{card}",
            "Cards that are in a stage for longer than agreed.");
    }

    public void Dispose() => meter.Dispose();
}
