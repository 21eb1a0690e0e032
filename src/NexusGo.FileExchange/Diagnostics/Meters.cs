using System.Diagnostics.Metrics;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// What can be counted from outside (System.Diagnostics.Metrics, meter <see cref="Name"/>). Tags are customer ids, published codes and
/// reasons; never a name or a value of a file.
/// </summary>
public static class Meters
{
    public const string Name = "NexusGo.FileExchange";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Files = Meter.CreateCounter<long>("nexusgo.files.answered", "{file}",
        "Inbound files with a stored verdict.");
    private static readonly Counter<long> Rows = Meter.CreateCounter<long>("nexusgo.rows.answered", "{row}",
        "Rows of those files by outcome.");
    private static readonly Counter<long> Reports = Meter.CreateCounter<long>("nexusgo.reports.delivered", "{report}",
        "Reports brought to customers.");
    private static readonly Counter<long> ConsumedReports = Meter.CreateCounter<long>("nexusgo.reports.consumed", "{report}",
        "Delivered files found consumed, by signal.");
    private static readonly Counter<long> SweptReports = Meter.CreateCounter<long>("nexusgo.reports.swept", "{report}",
        "Consumed files removed from customers' areas.");
    private static readonly Counter<long> ChangedReports = Meter.CreateCounter<long>("nexusgo.reports.changed", "{report}",
        "Consumed files that are not what was delivered and are left alone.");
    private static readonly Counter<long> PurgedReports = Meter.CreateCounter<long>("nexusgo.reports.purged", "{report}",
        "Delivered files whose sealed copies were removed from the database.");
    private static readonly Gauge<long> WaitingReports = Meter.CreateGauge<long>("nexusgo.reports.waiting", "{report}",
        "Reports made and not delivered.");
    private static readonly Gauge<long> UncollectedReports = Meter.CreateGauge<long>("nexusgo.reports.uncollected", "{report}",
        "Delivered files that nobody collects and whose removal is near.");
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("nexusgo.requests.answered", "{request}",
        "Requests carried out or found to need nothing, by action.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("nexusgo.failures", "{failure}",
        "Failures of the environment by reason.");
    private static readonly Counter<long> TakenOver = Meter.CreateCounter<long>("nexusgo.areas.taken_over", "{area}",
        "Areas taken over from a worker that died or stood still.");
    private static readonly Counter<long> HandedOver = Meter.CreateCounter<long>("nexusgo.areas.handed_over", "{area}",
        "Areas given to a worker that has fewer.");
    private static readonly Histogram<double> Journey = Meter.CreateHistogram<double>("nexusgo.file.duration", "s",
        "From the claim of a file to its closing.");

    internal static void FileAnswered(string customer, string fileStatus, string? errorCode) =>
        Files.Add(1, new("customer", customer), new("file_status", fileStatus), new("error_code", errorCode ?? ""));

    internal static void RowsAnswered(string customer, string outcome, int count)
    {
        if (count > 0)
        {
            Rows.Add(count, new("customer", customer), new("outcome", outcome));
        }
    }

    internal static void ReportsDelivered(string customer, int count) =>
        Reports.Add(count, new KeyValuePair<string, object?>("customer", customer));

    internal static void Consumed(string customer, string signal, int count) =>
        ConsumedReports.Add(count, new("customer", customer), new("signal", signal));

    internal static void Swept(string customer, int count) =>
        SweptReports.Add(count, new KeyValuePair<string, object?>("customer", customer));

    internal static void FoundChanged(string customer) => ChangedReports.Add(1, new KeyValuePair<string, object?>("customer", customer));

    internal static void Purged(string customer, int count) =>
        PurgedReports.Add(count, new KeyValuePair<string, object?>("customer", customer));

    internal static void Waiting(string customer, long count) =>
        WaitingReports.Record(count, new KeyValuePair<string, object?>("customer", customer));

    internal static void Uncollected(string customer, int count) =>
        UncollectedReports.Record(count, new KeyValuePair<string, object?>("customer", customer));
    internal static void RequestsAnswered(string customer, string action, int count) =>
        Requests.Add(count, new("customer", customer), new("action", action));

    internal static void Failed(string customer, FailureReason reason) =>
        Failures.Add(1, new("customer", customer), new("reason", reason.ToString()));

    internal static void AreaTakenOver() => TakenOver.Add(1);

    internal static void AreaHandedOver() => HandedOver.Add(1);

    internal static void FileClosed(string customer, TimeSpan elapsed) =>
        Journey.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("customer", customer));
}
