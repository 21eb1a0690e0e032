using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Quarantine;

/// <summary>Files whose name matched nothing: seven days to look at them, have them run again, or discard them.</summary>
internal static class QuarantineCommand
{
    public static Command Create() => new("quarantine", "Look after files that were set aside because their name matches nothing.")
        { List(), Show(), Release(), Discard() };

    private static Command List()
    {
        var (customer, json) = (Verb.Customer(), Verb.AsJson());
        var command = new Command("list", "List a customer's files that are set aside.") { customer, json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, customer, async (rooms, profile) =>
        {
            var files = await rooms.Get<QuarantineStore>().ListAsync(profile.Id, cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(new { quarantined = files }, JsonOutput.Options));
                return ExitCodes.Ok;
            }

            foreach (var file in files)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{file.FileId}  {file.QuarantinedAt:u}  {file.SizeBytes} bytes  {file.ErrorCode}  {file.Name}"));
            }

            Console.WriteLine(files.Count == 0
                ? "Nothing is set aside." : $"{files.Count} file(s). To decide: nexusgo-fx quarantine release, or: discard");
            return ExitCodes.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Show()
    {
        var (customer, file) = (Verb.Customer(), FileId());
        var to = new Option<string>("--to") { Description = "File for the content as uploaded (it must not exist; mode 0600). It may hold "
            + "personal data.", Required = true, HelpName = "file" };
        var command = new Command("show", "Write the content of a file that is set aside into a file of yours.") { customer, file, to };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, customer, async (rooms, profile) =>
        {
            await using var content = await rooms.Get<QuarantineStore>().OpenAsync(profile.Id, parsed.GetValue(file), cancellationToken);
            if (content is null)
            {
                return NotThere();
            }

            await using var target = Verb.CreateFile(parsed.GetValue(to)!);
            await content.CopyToAsync(target, cancellationToken);
            return ExitCodes.Ok;
        }, cancellationToken));
        return command;
    }

    private static Command Release()
    {
        var (customer, file) = (Verb.Customer(), FileId());
        var reason = Verb.Reason();
        var command = new Command("release",
            "Put a file back into the customer's inbox: it runs again as if it had just come. Add its pattern to Intake.Names first.") {
            customer, file, reason };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, customer, async (rooms, profile) =>
        {
            if (Verb.ReasonOf(parsed.GetValue(reason)!) is not { } why)
            {
                return ExitCodes.Usage;
            }

            var fileId = parsed.GetValue(file);
            return (await rooms.Get<QuarantineStore>().ListAsync(profile.Id, cancellationToken)).Any(one => one.FileId == fileId)
                ? await ReleaseAsync(rooms, profile, fileId, why, cancellationToken) : NotThere();
        }, cancellationToken));
        return command;
    }

    /// <summary>Puts a file that is set aside back into the inbox, after a second person where one is asked for.</summary>
    internal static async Task<int> ReleaseAsync(CommandServices rooms, CustomerProfile profile, Guid fileId, string reason,
        CancellationToken cancellationToken)
    {
        if (await SecondPerson.AgreeAsync(rooms, GuardedVerb.ReleaseQuarantined, profile.Id, $"{fileId}", cancellationToken) is not { } by)
        {
            return ExitCodes.SecondPerson;
        }

        await using var remote = await rooms.Get<IRemoteFolderFactory>().ConnectAsync(RemoteSessions.EndpointOf(profile),
            cancellationToken);
        var done = await rooms.Get<QuarantineStore>().ReleaseAsync(profile, remote, fileId, reason, by, cancellationToken);
        return done ? ExitCodes.Ok : NotThere();
    }

    private static Command Discard()
    {
        var (customer, file) = (Verb.Customer(), FileId());
        var command = new Command("discard", "Destroy a file that is set aside.") { customer, file };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, customer, async (rooms, profile) =>
            await rooms.Get<QuarantineStore>().DiscardAsync(profile.Id, parsed.GetValue(file), OperatorName.Get(), cancellationToken)
                ? ExitCodes.Ok : NotThere(), cancellationToken));
        return command;
    }

    private static Argument<Guid> FileId() => new("file-id") { Description = "As quarantine list shows it." };

    private static int NotThere()
    {
        Console.Error.WriteLine("Nothing is set aside under this id. What is: nexusgo-fx quarantine list");
        return ExitCodes.NotFound;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Argument<string> customer,
        Func<CommandServices, CustomerProfile, Task<int>> work, CancellationToken cancellationToken)
    {
        await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
        return rooms.Find(parsed.GetValue(customer)!) is { } profile ? await work(rooms, profile) : ExitCodes.NotFound;
    }
}
