using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>The table of health for people: one line each, ages instead of times.</summary>
internal static class StatusText
{
    /// <summary>So many good customers are named; of more only the number is told.</summary>
    private const int NamedCustomers = 40;

    public static void Print(HealthReport report, IReadOnlyList<WorkerStatus> workers, StatusView view, HealthLevel level,
        TextWriter output)
    {
        var (table, now) = (report.Table, report.Table.At);
        output.WriteLine(Text($"{Word(level)}  {Summary(report, view)}"));
        foreach (var row in view.Of(table))
        {
            output.WriteLine(
                Text($"{Mark(row.Level),-9} {(row.Area.Length == 0 ? "service" : row.Area),-16} {row.Rule,-15} {Ago(row.Since, now),-9} ")
                + row.Reason);
        }

        if (view.IsFiltered)
        {
            return;
        }

        if (view.Customer is not null && report.Areas is [var only])
        {
            StatusDetails.Print(only, output);
        }
        else
        {
            PrintGood(report, output);
        }

        foreach (var worker in workers)
        {
            PrintWorker(worker, now, output);
        }
    }

    public static string Ago(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Age.Of(now - at) : "";

    private static string Summary(HealthReport report, StatusView view)
    {
        if (view.Customer is { } customer)
        {
            return customer;
        }

        var customers = report.Areas.Where(area => area.Area != CustomerId.Production.Value).ToList();
        var bad = customers.Count(area => report.Table.Areas[area.Area] != HealthLevel.Good);
        return bad == 0 ? Text($"{customers.Count} customer(s), all good") : Text($"{bad} of {customers.Count} customer(s) need a look");
    }

    private static void PrintGood(HealthReport report, TextWriter output)
    {
        var good = report.Areas.Where(area => report.Table.Areas[area.Area] == HealthLevel.Good).ToList();
        if (good.Count > NamedCustomers)
        {
            output.WriteLine(Text($"{"good",-9} {good.Count} more areas"));
            return;
        }

        foreach (var area in good)
        {
            var poll = area.JobNamed(AreaRules.PickUp)?.EndedAt is { } at ? $"polled {Age.Of(area.Now - at)} ago" : "not polled";
            output.WriteLine(Text($"{"good",-9} {area.Area,-16} {(area.IsEnabled ? poll : "disabled")}"));
        }
    }

    private static void PrintWorker(WorkerStatus worker, DateTimeOffset now, TextWriter output)
    {
        var isSilent = now - worker.WrittenAt > StatusCommand.Stale;
        output.WriteLine(Text($"worker    {worker.Worker}  {(isSilent ? "silent" : "running")}, version {worker.Version}, process ")
            + Text($"{worker.ProcessId}, database {worker.Database}, up {Age.Of(worker.WrittenAt - worker.StartedAt)}, ")
            + Text($"told {Age.Of(now - worker.WrittenAt)} ago"));
    }

    private static string Word(HealthLevel level) => Mark(level).Replace("note", "good", StringComparison.Ordinal);

    private static string Mark(HealthLevel level) => level switch
    {
        HealthLevel.Down => "down",
        HealthLevel.Degraded => "degraded",
        _ => "note",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
