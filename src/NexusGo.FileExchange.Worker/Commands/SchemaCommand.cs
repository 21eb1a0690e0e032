using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Manuals;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Writes what is made from the code: the JSON Schemas, the key tables of config/README.md, and the tables of the customers' and operators'
/// manuals.
/// </summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var write = new Option<bool>("--write") { Description = "Write the files; otherwise only say which are not current." };
        var command = new Command("schema", "Make the JSON Schemas, and the tables of the manuals that come from the code.") { write };
        command.Hidden = true;
        command.SetAction(parsed => Run(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)),
            parsed.GetValue(write), Console.Out));
        return command;
    }

    /// <summary>The generated files by their path inside the configuration folder.</summary>
    internal static IReadOnlyDictionary<string, string> Generate(string directory) => Configuration(directory)
        .Concat(CustomerPages(directory)).Concat(OperatorPages(directory)).ToDictionary();

    private static Dictionary<string, string> Configuration(string directory) => new()
    {
        ["schema/appsettings.schema.json"] = JsonSchemaWriter.Write(typeof(AppSettingsFile), "NexusGo.FileExchange appsettings.json"),
        ["schema/customer.schema.json"] = JsonSchemaWriter.Write(typeof(CustomerProfile), "NexusGo.FileExchange customer profile"),
        ["schema/production.schema.json"] = JsonSchemaWriter.Write(typeof(ProductionProfile), "NexusGo.FileExchange production partner"),
        ["README.md"] = KeyTables.Update(File.ReadAllText(Path.Combine(directory, "README.md"))),
    };

    /// <summary>The customers' manual lies beside the configuration folder of a checkout; an installed one has none.</summary>
    private static IEnumerable<KeyValuePair<string, string>> CustomerPages(string directory) => CustomerManual.Pages
        .Select(page => (Name: $"../samples/{page.Page}", page.Language))
        .Where(page => File.Exists(Path.Combine(directory, page.Name)))
        .Select(page => KeyValuePair.Create(page.Name,
            CustomerManual.Update(File.ReadAllText(Path.Combine(directory, page.Name)), page.Language)));

    /// <summary>So does the operators' manual.</summary>
    private static IEnumerable<KeyValuePair<string, string>> OperatorPages(string directory)
    {
        var page = $"../install/{OperatorsManual.Page}";
        return !File.Exists(Path.Combine(directory, page)) ? [] : [KeyValuePair.Create(page,
            OperatorsManual.Update(File.ReadAllText(Path.Combine(directory, page)),
                File.ReadAllText(Path.Combine(directory, "../install", OperatorsManual.AlertRules))))];
    }

    private static int Run(string directory, bool write, TextWriter output)
    {
        var stale = 0;
        foreach (var (name, content) in Generate(directory))
        {
            var path = Path.Combine(directory, name);
            if (File.Exists(path) && File.ReadAllText(path) == content)
            {
                continue;
            }

            stale++;
            if (write)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, content);
            }

            output.WriteLine($"{(write ? "written" : "not current")}: {path}");
        }

        return write || stale == 0 ? ExitCodes.Ok : ExitCodes.Configuration;
    }
}
