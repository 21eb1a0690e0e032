using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>Checks the audit logs of all customers, and the erasure journal, link by link.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "Check the audit log.") { Verify() };

    private static Command Verify()
    {
        var heads = new Option<string?>("--heads") { Description = "Folder with head files kept elsewhere. Default: this machine's own.",
            HelpName = "folder" };
        var json = Verb.AsJson();
        var command = new Command("verify",
            "Go through every customer's audit log and the erasure journal, compare them with each other and with their shipped heads, "
            + "and find what was changed, removed or moved.") { heads, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // Opening the rooms passes the restore gate, which reads the whole journal and stops at a line that does not fit.
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var (findings, entries, customers) = await rooms.Get<AuditVerification>().RunAsync(parsed.GetValue(heads), cancellationToken);

            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { customers, entries, findings }, JsonOutput.Options));
            }
            else
            {
                foreach (var finding in findings)
                {
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"{finding.Customer}  entry {finding.EntryNo}  {finding.What}"));
                }

                Console.WriteLine(findings.Count == 0 ? $"{entries} entries of {customers} logs, and the erasure journal: every link holds."
                    : "The audit log is NOT as it was written.");
            }

            return findings.Count == 0 ? ExitCodes.Ok : ExitCodes.Evidence;
        });
        return command;
    }
}
