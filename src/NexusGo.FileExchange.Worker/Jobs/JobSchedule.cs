using System.Globalization;
using Quartz;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>When a job runs: every so often from the end of its last run, or at the moments of a cron expression in Swedish time.</summary>
/// <param name="Interval">Used when there is no expression.</param>
/// <param name="Cron">Quartz cron expression with seconds, or empty.</param>
internal sealed record JobSchedule(TimeSpan Interval, string Cron = "")
{
    /// <summary>The expression, or empty where it is none: then the interval counts, so that a slip in one profile stops nobody's reports.</summary>
    public string Cron { get; } = CronExpression.TryParse(Cron, out _) ? Cron : "";

    /// <summary>Stands in the schedule, so that a changed rhythm is noticed.</summary>
    public override string ToString() => Cron.Length > 0 ? Cron : Interval.ToString("c", CultureInfo.InvariantCulture);
}
