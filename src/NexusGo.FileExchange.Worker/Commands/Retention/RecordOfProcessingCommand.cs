using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>The record of Article 30(2) for each customer, from the profiles. Needs no database.</summary>
internal static class RecordOfProcessingCommand
{
    public static Command Create()
    {
        var customer = new Option<string?>("--customer") { Description = "Only this customer." };
        var processor = new Option<string>("--processor")
        {
            Description = "Name and contact of the processor and its data protection officer, as they are to stand in the record.",
            DefaultValueFactory = _ => "(name and contact of the card bureau and its data protection officer)",
        };
        var file = Verb.OutFile("the record");
        var command = new Command("record-of-processing",
            "Write the record of processing (GDPR Article 30(2)) of each customer, in Markdown.") { customer, processor, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
            if (!configuration.IsGood)
            {
                throw new ConfigurationException(configuration.Problems);
            }

            var profiles = configuration.Customers.Files.Select(read => read.Profile).OfType<CustomerProfile>()
                .Where(one => parsed.GetValue(customer) is not { } only || one.CustomerId == only).ToList();
            var today = SwedishDay(TimeProvider.System.GetUtcNow());
            var partner = configuration.Production is { Enabled: true } production ? production.Remote.Engine == "Local"
                ? "the production partner" : production.Remote.Host : null;
            await Verb.WriteTextAsync(parsed.GetValue(file), string.Join("\n", profiles.Select(profile => RecordOfProcessing.For(
                profile, parsed.GetValue(processor)!, configuration.Settings.Logging.RetentionDays,
                configuration.Settings.Erasure.BackupDays, partner, today))), cancellationToken);
            return profiles.Count == 0 ? ExitCodes.NotFound : ExitCodes.Ok;
        });
        return command;
    }

    private static DateOnly SwedishDay(DateTimeOffset now) => SwedishTime.DateOf(now);
}
