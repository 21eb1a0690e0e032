using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Verbs that do nothing until two people have run them, where the configuration asks for it (Operators.SecondPerson).</summary>
internal static class SecondPerson
{
    /// <returns>Who does it, for the audit log; null: it waits for a second person now, and that was said.</returns>
    public static async Task<string?> AgreeAsync(
        CommandServices rooms, GuardedVerb verb, CustomerId customer, string what, CancellationToken cancellationToken)
    {
        var person = OperatorName.Get();
        if (!rooms.Configuration.Settings.Operators.SecondPerson.Contains(verb))
        {
            return person;
        }

        if (await rooms.Get<AwaitedCommands>().AgreeAsync(customer, $"{verb}", what, person, cancellationToken) is { } first)
        {
            return $"{person};asked_by={first}";
        }

        await Console.Error.WriteLineAsync(
            $"Asked for by {person}. Nothing was done: somebody else has to run the same command within "
            + $"{AwaitedCommands.Lifetime.TotalHours:0} hours, after a login of their own.");
        return null;
    }
}
