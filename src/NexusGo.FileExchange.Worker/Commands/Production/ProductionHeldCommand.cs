using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>Lists the reports that wait. Nothing in it is about a person.</summary>
internal static class ProductionHeldCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print as JSON." };
        var command = new Command("held", "List reports of finished cards that lack a field that was asked for.") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var database = await CommandDatabase.OpenAsync(
                WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))), cancellationToken);
            Print(await database.Held.ListAsync(cancellationToken), parsed.GetValue(json), Console.Out);
            return ExitCodes.Ok;
        });
        return command;
    }

    internal static void Print(IReadOnlyList<HeldReport> reports, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { held = reports }, JsonOutput.Options));
            return;
        }

        foreach (var report in reports)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{report.EventId}  {report.Customer}  card {report.CardNo?.ToString(CultureInfo.InvariantCulture) ?? "erased"}  "
                + $"{report.ProductCode}  since {report.ReportedAt:u}  lacks "
                + $"{string.Join(", ", report.Missing)}{(report.Behind > 0 ? $"  {report.Behind} later event(s) wait with it" : "")}"));
        }

        output.WriteLine(reports.Count == 0 ? "Nothing waits."
            : $"{reports.Count} report(s) wait. To decide: nexusgo-fx production release EVENT-ID, or: production send-back EVENT-ID");
    }
}
