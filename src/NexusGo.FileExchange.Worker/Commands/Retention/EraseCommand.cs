using System.CommandLine;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>
/// Erases a card, or an order, by hand: for a customer that cannot send the request itself. Cards are named by number, so that nothing
/// about a person stands in a shell's history.
/// </summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var card = new Option<long?>("--card") { Description = "Card number." };
        var order = new Option<long?>("--order") { Description = "Order number: all its cards." };
        var yes = new Option<bool>("--yes") { Description = "Do it. Without, only says what would be erased." };
        var command = new Command("erase", "Erase the personal data of a card or an order that is produced and invoiced.") { customer, card,
            order, yes };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(card) is null == parsed.GetValue(order) is null)
            {
                await Console.Error.WriteLineAsync("Name either --card or --order.");
                return ExitCodes.Usage;
            }

            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            if (rooms.Find(parsed.GetValue(customer)!) is not { } profile)
            {
                return ExitCodes.NotFound;
            }

            var register = rooms.Get<IRegister>();
            var cards = await register.CardsAsync(profile.Id, parsed.GetValue(card), parsed.GetValue(order), cancellationToken);
            var ready = cards.Where(one => one is { IsProduced: true, IsInvoiced: true }).Select(one => one.CardId).Order().ToList();
            Console.WriteLine($"{cards.Count} cards with personal data; {ready.Count} of them are produced and invoiced.");
            if (ready.Count == 0)
            {
                return ExitCodes.NotFound;
            }

            if (!parsed.GetValue(yes))
            {
                Console.WriteLine("Nothing was erased. To erase them, add --yes.");
                return ExitCodes.Ok;
            }

            var what = parsed.GetValue(card) is { } number ? $"--card {number}" : $"--order {parsed.GetValue(order)}";
            if (await SecondPerson.AgreeAsync(rooms, GuardedVerb.Erase, profile.Id, what, cancellationToken) is not { } by)
            {
                return ExitCodes.SecondPerson;
            }

            if (profile is { Enabled: true, BackReports.Enabled: true })
            {
                await rooms.Get<IBackReports>().MakeAsync(profile, cancellationToken);
            }

            var erased = 0;
            foreach (var batch in ready.Chunk(RetentionRun.BatchCards))
            {
                erased += await register.EraseAsync(profile.Id, new ErasureOrder(ErasureCause.Operator, profile.Version), batch,
                    cancellationToken);
            }

            await rooms.Get<IEvidenceStore>().RecordAsync(profile.Id, "ERASED_BY_OPERATOR", profile.CustomerId, $"cards={erased};by={by}",
                cancellationToken);
            await rooms.Get<Certificates>().MakeAsync(profile, cancellationToken);
            Console.WriteLine($"Erased {erased} cards. A certificate is on its way to the customer.");
            return ExitCodes.Ok;
        });
        return command;
    }
}
