using System.CommandLine;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>
/// What was touched in an interval, of which customers: for the report that a processor owes its controllers after an incident.
/// </summary>
internal static class IncidentCommand
{
    public static Command Create()
    {
        var from = Verb.Day("from", "First day (YYYY-MM-DD, Swedish time).");
        var to = Verb.Day("to", "Last day.");
        var customer = new Option<string?>("--customer") { Description = "Only this customer." };
        var file = Verb.OutFile("the report");
        var command = new Command("incident",
            "List the files, cards and numbers of persons of each customer that were touched in an interval, as JSON.") { from, to,
            customer, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var (start, end) = (SwedishTime.StartOf(parsed.GetValue(from)), SwedishTime.StartOf(parsed.GetValue(to).AddDays(1)));
            var reports = new List<IncidentReport>();
            foreach (var profile in rooms.Customers.Where(one => parsed.GetValue(customer) is not { } only || one.CustomerId == only))
            {
                reports.Add(await rooms.Get<IRegister>().IncidentAsync(profile.Id, start, end, cancellationToken));
                await rooms.Get<IEvidenceStore>().RecordAsync(profile.Id, "INCIDENT_REPORTED", profile.CustomerId,
                    $"from={start:O};to={end:O};by={OperatorName.Get()}", cancellationToken);
            }

            await Verb.WriteAsync(parsed.GetValue(file), new
            {
                from = start,
                to = end,
                customers = reports.Where(report => report.Files.Count + report.Reports.Count + report.Cards > 0),
                untouched = reports.Where(report => report.Files.Count + report.Reports.Count + report.Cards == 0)
                    .Select(report => report.Customer),
            }, cancellationToken);
            return ExitCodes.Ok;
        });
        return command;
    }
}
