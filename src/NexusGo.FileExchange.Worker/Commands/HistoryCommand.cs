using System.CommandLine;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Shows what is kept of one person. The number is never an argument; that it was asked for is in the audit log before anything is shown.
/// </summary>
internal static class HistoryCommand
{
    public static Command Create()
    {
        var customer = new Argument<string>("customer") { Description = "The customer's id." };
        var person = new Option<bool>("--person")
            { Description = "The cards of one person; the identity number is read from standard input or typed unseen.", Required = true };
        var file = new Option<string?>("--output",
            "-o") { Description = "Write to this new file, which only you can read. Without it: standard output.", HelpName = "file" };
        var command = new Command("history", "Show the cards and personal data kept of one person (CSV). The reading is recorded.")
            { customer, person, file };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(CommandLine.ConfigOption),
            parsed.GetRequiredValue(customer), parsed.GetValue(file), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? directory, string customer, string? file, CancellationToken cancellationToken)
    {
        if (!CustomerId.IsValid(customer))
        {
            await Console.Error.WriteLineAsync("That is no customer's id: 2 to 16 capital letters and digits.");
            return ExitCodes.Usage;
        }

        var typed = SecretLine.Read("Identity number (is not shown): ");
        if (SwedishIdentityNumber.Parse(Encoding.UTF8.GetBytes(typed), SwedishTime.DateOf(TimeProvider.System.GetUtcNow()),
            out var number) != IdentityNumberProblem.None)
        {
            await Console.Error.WriteLineAsync("That is not a valid identity number; write twelve digits, YYYYMMDD-NNNN.");
            return ExitCodes.Usage;
        }

        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));
        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        using var vaults = new KeyVault(Wiring.MasterKeyOf(configuration.Settings.Vault), new CustomerKeyStore(database.Exchange),
            TimeProvider.System, NullLogger<KeyVault>.Instance);

        // Opened first: a file that cannot be written must not cost a reading.
        await using var output = file is null ? Console.OpenStandardOutput() : Verb.CreateFile(file);
        var settings = configuration.Customers.Files.FirstOrDefault(one => one.IdByName == customer)?.Profile?.Answers
            ?? new AnswerSettings();
        var history = new PersonHistory(new HistoryStore(database.Exchange, new CardKeyStore(database.Exchange)), vaults,
            TimeProvider.System, NullLogger<PersonHistory>.Instance);
        var (content, cards) = await history.ReadAsync(new CustomerId(customer), settings, number, OperatorName.Get(), cancellationToken);
        await output.WriteAsync(content, cancellationToken);
        await Console.Error.WriteLineAsync($"{cards} card(s). This reading is in the audit log of {customer}.");
        return cards > 0 ? ExitCodes.Ok : ExitCodes.NotFound;
    }
}
