using System.CommandLine;
using System.Globalization;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>Shows what is due, and erases exactly that.</summary>
internal static class RetentionCommand
{
    public static Command Create() => new("retention", "Show which cards are due for erasure, or erase exactly those of a plan.") { Plan(),
        Apply() };

    private static Command Plan()
    {
        var customer = new Option<string?>("--customer") { Description = "Only this customer." };
        var file = new Option<string?>("--out") { Description = "File to write the plan to, for retention apply (it must not exist).",
            HelpName = "file" };
        var json = Verb.AsJson();
        var command = new Command("plan", "List what is due now, per customer, rule and day. Changes nothing.") { customer, file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var profiles = rooms.Customers;
            if (parsed.GetValue(customer) is { } one)
            {
                if (rooms.Find(one) is not { } profile)
                {
                    return ExitCodes.NotFound;
                }

                profiles = [profile];
            }

            var plan = await rooms.Get<RetentionRun>().PlanAsync(profiles, cancellationToken);
            if (parsed.GetValue(file) is { } path)
            {
                await Verb.WriteTextAsync(path, plan.ToFile() + "\n", cancellationToken);
            }

            if (parsed.GetValue(json))
            {
                Console.WriteLine(plan.ToFile());
            }
            else
            {
                Print(plan, Console.Out);
            }

            // A customer whose profile was taken away too early: nothing says any more how long its cards may stay.
            var heads = parsed.GetValue(customer) is null ? await rooms.Get<IEvidenceStore>().HeadsAsync(cancellationToken) : [];
            foreach (var forgotten in heads.Select(head => head.Customer)
                .Where(id => id != CustomerId.Production.Value && rooms.Customers.All(profile => profile.CustomerId != id)))
            {
                await Console.Error.WriteLineAsync($"{forgotten} has no profile any more, and is in no plan. Bring it back, disabled, "
                    + $"and: nexusgo-fx offboard {forgotten}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command Apply()
    {
        var file = new Argument<string>("plan") { Description = "What retention plan --out wrote." };
        var command = new Command("apply", "Erase exactly the cards of a plan. A plan that no longer fits is refused, and nothing is done.")
            { file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path) || RetentionPlan.FromFile(await File.ReadAllTextAsync(path, cancellationToken)) is not { } plan)
            {
                await Console.Error.WriteLineAsync("This is no plan, or it was changed by hand.");
                return ExitCodes.Stale;
            }

            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            var erased = await rooms.Get<RetentionRun>().ApplyAsync(plan, rooms.Customers, cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Erased {erased} cards of plan {plan.PlanId}. Certificates follow with the next nightly run."));
            return ExitCodes.Ok;
        });
        return command;
    }

    internal static void Print(RetentionPlan plan, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Plan {plan.PlanId} of {plan.MadeAt:u}"));
        foreach (var customer in plan.Customers)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{customer.Customer}  profile {customer.Terms.ProfileVersion}, keeps {customer.Terms.Keep}: {customer.Cards} "
                + $"cards{(customer.Hold is null ? "" : $"; ON HOLD, nothing is erased: {customer.Hold}")}"));
            foreach (var count in customer.Counts)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {count.Day:yyyy-MM-dd}  {count.Rule,-14} {count.Cards,9}"));
            }
        }
    }
}
