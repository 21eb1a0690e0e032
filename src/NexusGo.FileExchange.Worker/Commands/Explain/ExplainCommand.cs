using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Commands.Explain;

/// <summary>Says why a file is or is not picked up or answered, also for a name that was never seen.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var file = new Argument<string>("file") { Description = "The file's name, without a folder." };
        var offline = new Option<bool>("--offline") { Description = "Do not ask the customer's server what lies there now." };
        var json = Verb.AsJson();
        var command = new Command("explain",
            "Say why a file is or is not picked up or answered: rule of its name, looks, what is waited for, answers. Changes nothing.")
        {
            customer, file, offline, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)), parsed.GetValue(customer)!,
            parsed.GetValue(file)!,
            parsed.GetValue(offline), parsed.GetValue(json), TimeProvider.System, Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(string directory, string customer, string file, bool offline, bool json, TimeProvider time,
        TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(directory);
        if (!CustomerId.IsValid(customer) || !RemoteName.TryCreate(System.Text.Encoding.UTF8.GetBytes(file), out var name))
        {
            await Console.Error.WriteLineAsync("Name a customer's id and a file without its folder.");
            return ExitCodes.Usage;
        }

        await using var database = await CommandDatabase.OpenAsync(configuration, cancellationToken);
        var report = await new HealthReader(database.Exchange, time).ReadAsync(configuration, new CustomerId(customer), cancellationToken);
        if (report.Areas is not [{ Profile: { } profile } area])
        {
            await Console.Error.WriteLineAsync(
                $"No customer {customer} with a usable file is configured. Those that are: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        var names = FileNames.Compile(profile);
        var (remote, problem) = offline ? (null, null) : await LookAsync(configuration, profile, name, time, cancellationToken);
        var lines = FileExplanation.Of(new ExplainFacts
        {
            Now = report.Table.At,
            Profile = profile,
            Name = name,
            Understood = names.Classify(name),
            Rule = names.RuleFor(name),
            Remote = remote,
            RemoteProblem = problem,
            File = await new FileFactsStore(database.Exchange).ReadAsync(profile.Id, file, cancellationToken),
            Area = area,
            IsDiskFull = report.Service.Disks.Any(disk => disk.FreeBytes < disk.FloorBytes
                && disk.Path == configuration.Settings.DataDirectory),
        });
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { customer, file = MaskedName.Of(file), lines }, JsonOutput.Options));
        }
        else
        {
            output.WriteLine($"{MaskedName.Of(name.ToString())} of {customer}");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line.About,-10} {line.Text}");
            }
        }

        return ExitCodes.Ok;
    }

    /// <summary>What lies under the name in the customer's inboxes, over a session of our own.</summary>
    private static async Task<(IReadOnlyList<(string Path, RemoteEntry? Entry)>? Found, string? Problem)> LookAsync(
        WorkerConfiguration configuration, CustomerProfile profile, RemoteName name, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await using var run = CommandFolder.Create(configuration.Settings);
            using var factory = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = run.Path }, time,
                NullLoggerFactory.Instance);
            await using var session = await factory.ConnectAsync(RemoteSessions.EndpointOf(profile), cancellationToken);
            var found = new List<(string, RemoteEntry?)>();
            foreach (var folder in new[] { profile.Folders.In, profile.Folders.Test }.Where(folder => folder.Length > 0))
            {
                var path = RemotePath.Folder(folder).Combine(name);
                var entry = await session.StatAsync(path, cancellationToken);
                if (entry is not null || folder == profile.Folders.In)
                {
                    found.Add((MaskedName.Of(path.ToString()), entry));
                }
            }

            return (found, null);
        }
        catch (RemoteFolderException failure)
        {
            return (null, $"cannot be asked: {failure.Reason}: {failure.Message}");
        }
    }
}
