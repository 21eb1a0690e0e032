using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Commands.Probe;

/// <summary>
/// Tries everything that a customer's exchange needs, one step after the other, and says what to do where one fails. Accepts nothing by
/// itself: a host key is shown to be compared and pasted.
/// </summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var create = new Option<bool>("--create-folders") { Description = "Make the folders of the profile that are missing." };
        var json = Verb.AsJson();
        var command = new Command("probe",
            "Try a customer's exchange: resolve, connect, host key, log-in, each folder with a file of ours, database, master key, "
            + "OpenPGP keys.")
        {
            customer, create, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)), parsed.GetValue(customer)!,
            parsed.GetValue(create),
            parsed.GetValue(json), TimeProvider.System, Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(string directory, string customer, bool createFolders, bool json, TimeProvider time,
        TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(directory);
        var profile = customer == CustomerId.Production.Value ? configuration.Production?.AsArea()
            : configuration.Customers.Files.FirstOrDefault(file => file.IdByName == customer)?.Profile;
        if (profile is null)
        {
            await Console.Error.WriteLineAsync($"No customer {customer} with a usable file is configured. See: nexusgo-fx check-config");
            return ExitCodes.NotFound;
        }

        List<ProbeStep> steps = [.. await LineAsync(profile.Remote, cancellationToken),
            .. await AreaAsync(configuration, profile, createFolders, time, cancellationToken),
            await DatabaseAsync(configuration, cancellationToken), .. await KeysAsync(configuration, customer, time, cancellationToken)];
        var isGood = steps.TrueForAll(step => step.Result != ProbeResult.Failed);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { customer, ok = isGood, steps }, JsonOutput.Options));
        }
        else
        {
            steps.ForEach(step => output.WriteLine($"{step.Result.ToString().ToLowerInvariant(),-8} {step.Name,-20} {step.Text}"));
            output.WriteLine(isGood ? $"{customer}: everything works."
                : $"{customer}: {steps.Count(step => step.Result == ProbeResult.Failed)} step(s) failed.");
        }

        return isGood ? ExitCodes.Ok : ExitCodes.Remote;
    }

    private static async Task<IReadOnlyList<ProbeStep>> LineAsync(RemoteSettings remote, CancellationToken cancellationToken)
    {
        if (remote.Engine == "Local")
        {
            return [new ProbeStep("connect", ProbeResult.Skipped, "engine Local: the area is a folder of this machine")];
        }

        IPAddress[] addresses = [];
        ProbeStep resolved;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(remote.Host, cancellationToken);
            resolved = new ProbeStep("resolve", ProbeResult.Good,
                $"{remote.Host} is {string.Join(", ", addresses.Select(one => one.ToString()))}");
        }
        catch (SocketException failure)
        {
            return [new ProbeStep("resolve", string.IsNullOrEmpty(remote.Proxy) ? ProbeResult.Failed : ProbeResult.Warning,
                $"{remote.Host}: {failure.Message}")];
        }

        return [resolved, await HostKeyScan.RunAsync(remote, cancellationToken)];
    }

    private static async Task<IReadOnlyList<ProbeStep>> AreaAsync(WorkerConfiguration configuration, CustomerProfile profile,
        bool createFolders,
        TimeProvider time, CancellationToken cancellationToken)
    {
        var steps = new List<ProbeStep>();
        await using var run = CommandFolder.Create(configuration.Settings);
        using var factory = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = run.Path }, time,
            NullLoggerFactory.Instance);
        try
        {
            var began = time.GetTimestamp();
            await using var session = await factory.ConnectAsync(RemoteSessions.EndpointOf(profile), cancellationToken);
            steps.Add(new ProbeStep("log-in", ProbeResult.Good,
                $"engine {profile.Remote.Engine}, {(int)time.GetElapsedTime(began).TotalMilliseconds} ms"));
            steps.AddRange(await new AreaProbe(session, profile, createFolders, time).RunAsync(cancellationToken));
        }
        catch (RemoteFolderException failure)
        {
            steps.Add(new ProbeStep(steps.Count == 0 ? "log-in" : "session", ProbeResult.Failed, $"{failure.Reason}: {failure.Message}"));
        }

        return steps;
    }

    private static async Task<ProbeStep> DatabaseAsync(WorkerConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = CommandDatabase.FindRunning(configuration);
            if (database is null)
            {
                return new ProbeStep("database", ProbeResult.Skipped, "the private PostgreSQL does not run: start the service");
            }

            await Wiring.EnsureCurrentAsync(database.Access, TimeProvider.System, cancellationToken);
            using var master = Wiring.MasterKeyOf(configuration.Settings.Vault);
            await new NexusGo.FileExchange.Vault.MasterKeyRotation(master,
                new NexusGo.FileExchange.Adapters.Postgres.CustomerKeyStore(database.Exchange)).CheckAsync(cancellationToken);
            return new ProbeStep("database", ProbeResult.Good, "answers, its tables are of this version, the master key fits");
        }
        catch (FileExchangeException failure)
        {
            return new ProbeStep("database", ProbeResult.Failed, $"{failure.Reason}: {failure.Message}");
        }
    }

    private static async Task<IReadOnlyList<ProbeStep>> KeysAsync(WorkerConfiguration configuration, string customer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var findings = (await KeyConfiguration.CheckAsync(configuration, time, cancellationToken))
            .Where(finding => finding.Owner == customer || finding.Owner == KeyPlace.Ours).ToList();
        return findings.Count == 0 ? [new ProbeStep("OpenPGP keys", ProbeResult.Good, "all that are configured open, or none is needed")]
            : [.. findings.Select(finding => new ProbeStep($"OpenPGP of {finding.Owner}",
                finding.Severity == KeySeverity.Problem ? ProbeResult.Failed : ProbeResult.Warning, finding.What.ToString()))];
    }
}
