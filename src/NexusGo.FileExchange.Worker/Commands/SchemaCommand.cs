using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Writes what is generated from the option classes: the JSON Schemas and the key tables of config/README.md.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var write = new Option<bool>("--write") { Description = "Write the files; otherwise only say which are not current." };
        var command = new Command("schema", "Generate the JSON Schemas and key tables of the configuration folder.") { write };
        command.Hidden = true;
        command.SetAction(parsed => Run(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)),
            parsed.GetValue(write), Console.Out));
        return command;
    }

    /// <summary>The generated files by their path inside the configuration folder.</summary>
    internal static IReadOnlyDictionary<string, string> Generate(string directory) => new Dictionary<string, string>
    {
        ["schema/appsettings.schema.json"] = JsonSchemaWriter.Write(typeof(AppSettingsFile), "NexusGo.FileExchange appsettings.json"),
        ["schema/customer.schema.json"] = JsonSchemaWriter.Write(typeof(CustomerProfile), "NexusGo.FileExchange customer profile"),
        ["schema/production.schema.json"] = JsonSchemaWriter.Write(typeof(ProductionProfile), "NexusGo.FileExchange production partner"),
        ["README.md"] = KeyTables.Update(File.ReadAllText(Path.Combine(directory, "README.md"))),
    };

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
