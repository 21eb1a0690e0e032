using System.CommandLine;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>The end of a customer's agreement.</summary>
internal static class OffboardCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var export = new Option<string?>("--export") { Description =
            "File for everything stored, encrypted to the customer's certificates (it must not exist).", HelpName = "file" };
        var without = new Option<bool>("--without-export") { Description = "The customer wants nothing back." };
        var yes = new Option<bool>("--yes") { Description = "Do it." };
        var command = new Command("offboard",
            "End a customer's agreement: last back-report, export, erasure of every card, certificate. The profile must be disabled.") {
            customer, export, without, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(export) is null != parsed.GetValue(without))
            {
                await Console.Error.WriteLineAsync("Name either --export FILE or --without-export.");
                return ExitCodes.Usage;
            }

            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            if (rooms.Find(parsed.GetValue(customer)!) is not { } profile)
            {
                return ExitCodes.NotFound;
            }

            if (!parsed.GetValue(yes))
            {
                var cards = await rooms.Get<IRegister>().CardsAsync(profile.Id, null, null, cancellationToken);
                Console.WriteLine($"{cards.Count} cards with personal data, {cards.Count(card => !card.IsProduced)} of them not produced. "
                    + $"Nothing was done; to erase them all, add --yes.");
                return ExitCodes.Ok;
            }

            if (await SecondPerson.AgreeAsync(rooms, GuardedVerb.Offboard, profile.Id, parsed.GetValue(without)
                ? "--without-export" : "--export", cancellationToken) is not { } by)
            {
                return ExitCodes.SecondPerson;
            }

            await using var file = parsed.GetValue(export) is { } path
                ? Verb.CreateFile(path)
                : null;
            var result = await rooms.Get<Offboarding>().RunAsync(profile, file, by, cancellationToken);
            rooms.LastProfiles.Forget(profile.CustomerId);
            Console.WriteLine($"Exported {result.Exported?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}, "
                + $"erased {result.Erased} cards. Back-report {Number(result.BackReport)}, certificate {Number(result.Certificate)}: the "
                + $"worker delivers them; remove the profile when it has.");
            Console.WriteLine(result.Undelivered == 0
                ? $"Destroyed all {result.KeysDestroyed} keys of {profile.CustomerId}."
                : $"Destroyed {result.KeysDestroyed} keys of {profile.CustomerId}. The key of its reports is kept for "
                    + $"{result.Undelivered} that are still to be delivered: run this again when they are.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Number(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";
}
