using System.CommandLine;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Writes the workbook that a customer fills in to order: the columns of its agreement, all of them text.</summary>
internal static class TemplateCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var file = new Option<string?>("--output", "-o")
            { Description = "The workbook to write; it must not exist. Without it: ORD_<customer>_template.xlsx here.", HelpName = "file" };
        var command = new Command("template",
            "Write an order workbook (.xlsx) for a customer: the columns of its agreement as text, lists, one example row.") { customer,
            file };
        command.SetAction(parsed => RunAsync(parsed.GetValue(CommandLine.ConfigOption), parsed.GetRequiredValue(customer),
            parsed.GetValue(file)));
        return command;
    }

    private static async Task<int> RunAsync(string? directory, string customer, string? file)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(directory));
        if (configuration.Customers.Files.FirstOrDefault(one => one.IdByName == customer)?.Profile is not { } profile)
        {
            await Console.Error.WriteLineAsync($"There is no sound profile of a customer {customer}; see: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        file ??= $"ORD_{customer}_template.xlsx";
        await using var output = Verb.CreateFile(file);
        OrderTemplate.Write(output, profile);
        await Console.Error.WriteLineAsync($"Written: {file}");
        return ExitCodes.Ok;
    }
}
