using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>When the customer is told what happened to its cards, and in which columns.</summary>
public sealed record BackReportSettings
{
    [Description("False: no back-reports are made; what happens is kept for the first one after it is turned on.")]
    public bool Enabled { get; init; } = true;

    [TimeRange("00:00:01", "31.00:00:00")]
    [Description("Time between two back-reports. Not used when Cron is set.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    [CronText(mayBeEmpty: true)]
    [Description("When back-reports are made, as a cron expression with seconds (such as 0 0 6 ? * MON-FRI) in Swedish time. Empty: every "
        + "Interval.")]
    public string Cron { get; init; } = "";

    [Description("True: a report without lines is made when nothing has happened, as a sign of life. False: nothing is sent then.")]
    public bool Heartbeat { get; init; }

    [Description("The columns wanted, in their standard order; record_type to event_time are always there. Empty: all.")]
    public IReadOnlyList<string> Columns { get; init; } = [];
}
