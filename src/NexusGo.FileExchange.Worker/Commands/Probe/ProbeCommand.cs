using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators.Probing;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;
using NexusGo.FileExchange.Worker.Probing;

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
        var accept = new Option<bool>("--accept")
        {
            Description = "Agree to the server as it is found now, where no step failed: later probes compare with it. Kept in the audit.",
        };
        var json = Verb.AsJson();
        var command = new Command("probe",
            "Try a customer's exchange: resolve, connect, host key, log-in, each folder with a file of ours, clock, file times, database, "
            + "master key, OpenPGP keys; and compare the server with what was agreed.")
        {
            customer, create, accept, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)), parsed.GetValue(customer)!,
            new ProbeWishes(parsed.GetValue(create), parsed.GetValue(accept), parsed.GetValue(json)), TimeProvider.System, Console.Out,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string directory, string customer, ProbeWishes wishes, TimeProvider time,
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

        var (line, hostKeys) = await LineAsync(profile.Remote, cancellationToken);
        var (area, traits) = await AreaAsync(configuration, profile, wishes.CreateFolders, time, cancellationToken);
        traits = traits is null ? null : traits with { HostKeys = hostKeys };
        List<ProbeStep> steps = [.. line, .. area, await KeyProbe.OpenPgpAsync(configuration, profile, time, cancellationToken),
            .. await KeysAsync(configuration, customer, time, cancellationToken)];
        steps.AddRange(await DatabaseAsync(configuration, profile.Id, traits, wishes.Accept && !Fails(steps), time, cancellationToken));
        if (wishes.Json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { customer, ok = !Fails(steps), steps, traits }, JsonOutput.Options));
        }
        else
        {
            steps.ForEach(step => output.WriteLine($"{step.Result.ToString().ToLowerInvariant(),-8} {step.Name,-20} {step.Text}"));
            output.WriteLine(!Fails(steps) ? $"{customer}: everything works."
                : $"{customer}: {steps.Count(step => step.Result == ProbeResult.Failed)} step(s) failed.");
        }

        return Fails(steps) ? ExitCodes.Remote : ExitCodes.Ok;
    }

    private static bool Fails(List<ProbeStep> steps) => steps.Exists(step => step.Result == ProbeResult.Failed);

    private static async Task<(IReadOnlyList<ProbeStep> Steps, IReadOnlyList<string>? HostKeys)> LineAsync(RemoteSettings remote,
        CancellationToken cancellationToken)
    {
        if (remote.Engine == "Local")
        {
            return ([new ProbeStep("connect", ProbeResult.Skipped, "engine Local: the area is a folder of this machine")], null);
        }

        ProbeStep resolved;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(remote.Host, cancellationToken);
            resolved = new ProbeStep("resolve", ProbeResult.Good,
                $"{remote.Host} is {string.Join(", ", addresses.Select(one => one.ToString()))}");
        }
        catch (SocketException failure)
        {
            return ([new ProbeStep("resolve", string.IsNullOrEmpty(remote.Proxy) ? ProbeResult.Failed : ProbeResult.Warning,
                $"{remote.Host}: {failure.Message}")], null);
        }

        var (step, shown) = await HostKeyScan.RunAsync(remote, cancellationToken);
        return ([resolved, step], shown);
    }

    private static async Task<(IReadOnlyList<ProbeStep> Steps, AreaTraits? Traits)> AreaAsync(WorkerConfiguration configuration,
        CustomerProfile profile, bool createFolders, TimeProvider time, CancellationToken cancellationToken)
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
            var (found, traits) = await new AreaProbe(session, profile, createFolders, time).RunAsync(cancellationToken);
            return ([.. steps, .. found], traits);
        }
        catch (RemoteFolderException failure)
        {
            steps.Add(new ProbeStep(steps.Count == 0 ? "log-in" : "session", ProbeResult.Failed, $"{failure.Reason}: {failure.Message}"));
            return (steps, null);
        }
    }

    private static async Task<IReadOnlyList<ProbeStep>> DatabaseAsync(WorkerConfiguration configuration, CustomerId area, AreaTraits? found,
        bool accept, TimeProvider time, CancellationToken cancellationToken)
    {
        var steps = new List<ProbeStep>();
        try
        {
            await using var database = CommandDatabase.FindRunning(configuration);
            if (database is null)
            {
                return [new ProbeStep("database", ProbeResult.Skipped, "the private PostgreSQL does not run: start the service")];
            }

            await Wiring.EnsureCurrentAsync(database.Access, time, cancellationToken);
            var master = Wiring.MasterKeyOf(configuration.Settings.Vault);
            await new MasterKeyRotation(master, new CustomerKeyStore(database.Exchange)).CheckAsync(cancellationToken);
            steps.Add(new ProbeStep("database", ProbeResult.Good, "answers, its tables are of this version, the master key fits"));
            steps.Add(await KeyProbe.VaultAsync(database.Exchange, master, area, time, cancellationToken));
            steps.AddRange(found is null ? []
                : [await AgreedAsync(new AreaProbeStore(database.Exchange), area, found, accept, time, cancellationToken)]);
        }
        catch (FileExchangeException failure)
        {
            steps.Add(new ProbeStep("database", ProbeResult.Failed, $"{failure.Reason}: {failure.Message}"));
        }

        return steps;
    }

    /// <summary>What is different from what was agreed. Only an operator who asks for it agrees to something else.</summary>
    private static async Task<ProbeStep> AgreedAsync(AreaProbeStore store, CustomerId area, AreaTraits found, bool accept,
        TimeProvider time, CancellationToken cancellationToken)
    {
        const string Name = "as agreed";
        var now = time.GetUtcNow();
        if (accept)
        {
            await store.AcceptAsync(area, found, OperatorName.Get(), now, cancellationToken);
            return new ProbeStep(Name, ProbeResult.Good, "agreed to as it is found now; later probes compare with it");
        }

        if (await store.ReadAsync(area, cancellationToken) is not { } record)
        {
            return new ProbeStep(Name, ProbeResult.Skipped,
                "nothing to compare with yet: the worker's first daily probe is kept, or this one with --accept");
        }

        var differences = record.Agreed.DifferencesOf(found);
        return differences.Count == 0 ? new ProbeStep(Name, ProbeResult.Good, $"as on {record.AgreedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z")
            : new ProbeStep(Name, ProbeResult.Warning, $"since {record.AgreedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z: the server "
                + string.Join("; ", differences) + $". If that is meant: nexusgo-fx probe {area} --accept");
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

/// <param name="CreateFolders">Make the folders that are missing.</param>
/// <param name="Accept">Agree to what is found.</param>
/// <param name="Json">Print as JSON.</param>
internal sealed record ProbeWishes(bool CreateFolders, bool Accept, bool Json);
