using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Whose rows a verb asks for: a database session shows those of one customer at a time.</summary>
internal static class CommandCustomers
{
    public static Option<string?> Option() =>
        new("--customer") { Description = "Only this customer (also one that is no longer configured); PRODUCTION is the partner.",
        HelpName = "id" };

    /// <summary>The one named, or every configured one and the production partner.</summary>
    /// <exception cref="ConfigurationException">The name is no customer's id.</exception>
    public static IReadOnlyList<CustomerId> Of(WorkerConfiguration configuration, string? named)
    {
        if (named is not null)
        {
            return CustomerId.IsValid(named)
                ? [new CustomerId(named)]
                : throw new ConfigurationException([new ConfigurationProblem("--customer", 0, 0, "", "a text that is no customer's id",
                    "2 to 16 capital letters and digits", "")]);
        }

        return [.. configuration.Customers.Files.Select(file => file.IdByName).Where(CustomerId.IsValid).Select(id => new CustomerId(id)),
            .. configuration.Production is null ? [] : new[] { CustomerId.Production }];
    }
}
