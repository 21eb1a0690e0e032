using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>The table of health for scripts. Fields are only ever added.</summary>
internal static class StatusJson
{
    public static object Of(HealthReport report, IReadOnlyList<WorkerStatus> workers, StatusView view, HealthLevel level) => new
    {
        level,
        exit_code = (int)level,
        at = report.Table.At,
        rows = view.Of(report.Table).Select(row => new
        {
            customer = row.Area.Length == 0 ? null : row.Area,
            rule = row.Rule,
            level = row.Level,
            reason = row.Reason,
            since = row.Since,
            age_seconds = row.Since is { } since ? (long)(report.Table.At - since).TotalSeconds : (long?)null,
            late = row.IsLate,
        }),
        areas = report.Areas.Select(area => new
        {
            customer = area.Area,
            level = report.Table.Areas[area.Area],
            enabled = area.IsEnabled,
            profile = area.Profile?.Version,
            counts = area.Counts,
            jobs = area.Jobs,
        }),
        service = report.Service,
        workers,
    };
}
