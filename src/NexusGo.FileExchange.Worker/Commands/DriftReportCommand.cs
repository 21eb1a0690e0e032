using System.CommandLine;
using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Drift;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>How a customer's files kept the agreement in a month, ready to send.</summary>
internal static class DriftReportCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var month = new Argument<DateOnly>("month") { Description = "The month, such as 2026-01.", CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens.Single().Value, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None,
                out var day))
            {
                return day;
            }

            result.AddError("month is a month such as 2026-01.");
            return default;
        } };
        var html = new Option<bool>("--html") { Description = "A page of HTML instead of Markdown." };
        var language =
            new Option<AnswerLanguage?>("--language") { Description = "Sv or En. Default: the language of the customer's answers." };
        var json = Verb.AsJson();
        var file = Verb.OutFile("the report");
        var command = new Command("drift-report",
            "Report how a customer's files kept the agreement in a month: files, rows, refusals by code, and the three things that would "
            + "save "
            + "most trouble. No personal data.") { customer, month, html, language, json, file };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption))),
            parsed.GetValue(customer)!,
            parsed.GetValue(month), parsed.GetValue(html), parsed.GetValue(json), parsed.GetValue(language), parsed.GetValue(file),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(WorkerConfiguration configuration, string customer, DateOnly month, bool html, bool json,
        AnswerLanguage? language, string? file, CancellationToken cancellationToken)
    {
        var profile = configuration.Customers.Files.Select(one => one.Profile).FirstOrDefault(one => one?.CustomerId == customer)
            ?? FileExchangeServices.LastProfilesOf(configuration.Settings).Find(customer);
        if (profile is null)
        {
            await Console.Error.WriteLineAsync("No such customer is configured. Those that are: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        var report = await new DriftStore(database.Exchange).OfAsync(profile, month, cancellationToken);
        var text = new DriftReportText(report, language ?? profile.Answers.Language);
        await (json ? Verb.WriteAsync(file, report, cancellationToken)
            : Verb.WriteTextAsync(file, html ? text.Html() : text.Markdown(), cancellationToken));
        return ExitCodes.Ok;
    }
}
