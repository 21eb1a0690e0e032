using System.Globalization;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>Everything that is known of one area, for people.</summary>
internal static class StatusDetails
{
    public static void Print(AreaFacts area, TextWriter output)
    {
        var counts = area.Counts;
        output.WriteLine(Text($"  profile    {area.Profile?.Version ?? "none"}{(area.IsEnabled ? "" : ", disabled")}"));
        foreach (var job in area.Jobs.OrderBy(job => job.Job, StringComparer.Ordinal))
        {
            var result = job.Failures == 0 ? "good" : Text($"failed {job.Failures} times: {job.Reason ?? "a defect, see the log"}");
            var when = area.IsRunning(job) ? $"under way for {StatusText.Ago(job.RunningSince, area.Now)}"
                : $"{StatusText.Ago(job.EndedAt, area.Now)} ago";
            output.WriteLine(Text($"  job        {job.Job,-13} {when,-22} {result}"));
        }

        Line("open files", counts.OpenFiles, counts.OldestOpenFile);
        Line("answers and reports to deliver", counts.WaitingReports, counts.OldestWaitingReport);
        Line("delivered and not consumed", counts.Out, null);
        Line("uncollected", counts.Uncollected, counts.OldestUncollected);
        Line("consumed, to be removed", counts.ToRemove, counts.OldestToRemove);
        Line("changed after delivery, left alone", counts.Changed, null);
        Line("set aside", counts.Quarantined, counts.OldestQuarantined);
        Line("in the inbox, no files for us", counts.ForeignEntries, counts.OldestForeignEntry);
        Line("in the inbox, not taken yet", counts.Unclaimed, counts.OldestUnclaimed);
        Line("holds on erasure", counts.Holds, null);
        if (counts.LeaseOwner is { } owner && counts.LeaseUntil > area.Now)
        {
            output.WriteLine($"  worker     {owner}");
        }

        void Line(string what, long count, DateTimeOffset? oldest)
        {
            if (count > 0)
            {
                output.WriteLine(
                    Text($"  count      {what}: {count}{(oldest is null ? "" : $", the oldest {StatusText.Ago(oldest, area.Now)}")}"));
            }
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
