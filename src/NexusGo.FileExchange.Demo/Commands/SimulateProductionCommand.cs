using System.CommandLine;
using System.Text.Json;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Demo;

/// <summary>Plays the production partner in its SFTP area, for demos and trials: batches in, event files out.</summary>
internal static class SimulateProductionCommand
{
    public static Command Create()
    {
        var place = new PartnerPlaceOptions();
        var seed = new Option<int>("--seed") { Description = "Decides what happens to which card; the same seed, the same story.",
            DefaultValueFactory = _ => SimulationOptions.DefaultSeed };
        var speed = new Option<double>("--speed") { Description = "How many times faster than a real factory (delivery after three days). "
            + "0: nothing takes time.", DefaultValueFactory = _ => SimulationOptions.DefaultSpeed };
        var failed = Share("--failed", "Share of the cards that fail in production, 0 to 1.", SimulationOptions.DefaultFailed);
        var returned = Share("--returned",
            "Share of the cards sent that come back, 0 to 1: half of them are sent again, the others destroyed.",
            SimulationOptions.DefaultReturned);
        var incomplete = Share("--incomplete",
            "Share of the cards whose report lacks a field that was asked for, 0 to 1; such a report is held.", 0);
        var keep = new Option<bool>("--keep-batches") { Description = "Leave batches in the area that have been told of to the end." };
        var once = new Option<bool>("--once") { Description = "Do what the batches there now ask for, wait for the receipts, end; exit "
            + "code 0 only if every event file was accepted in full." };
        var wait = new Option<int>("--wait") { Description = "With --once: seconds to wait for each receipt. 0: not at all.",
            DefaultValueFactory = _ => 60 };
        var json = new Option<bool>("--json") { Description = "With --once: print what was done as JSON, and nothing else." };
        wait.Validators.Add(result => Check(result, result.GetValueOrDefault<int>() >= 0, "--wait is 0 or more."));
        speed.Validators.Add(result => Check(result, result.GetValueOrDefault<double>() is >= 0 and < double.PositiveInfinity,
            "--speed is 0 or more."));

        var command = new Command("simulate-production",
            "Play the production partner: take batches from its area, write event files into it.") { seed, speed, failed, returned,
            incomplete, keep, once, wait, json };
        place.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new SimulationOptions
            {
                Seed = parsed.GetValue(seed),
                Speed = parsed.GetValue(speed),
                Failed = parsed.GetValue(failed),
                Returned = parsed.GetValue(returned),
                Incomplete = parsed.GetValue(incomplete),
                KeepBatches = parsed.GetValue(keep),
                Once = parsed.GetValue(once),
                ReceiptPatience = TimeSpan.FromSeconds(parsed.GetValue(wait)),
            };
            await using var open = place.Open(parsed, TimeProvider.System);
            return await RunAsync(open.Side, options, parsed.GetValue(json), Console.Out, cancellationToken);
        });
        return command;
    }

    internal static async Task<int> RunAsync(PartnerSide side, SimulationOptions options, bool json, TextWriter output,
        CancellationToken cancellationToken)
    {
        using var stopping = Stopping.On(cancellationToken);
        var simulator = new ProductionSimulator(side, options, TimeProvider.System, json ? TextWriter.Null : output);
        try
        {
            await simulator.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.Token.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM; what was not told yet is told when it is started again.
        }

        var result = simulator.Result;
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(new { result.Batches, result.Cards, event_files = result.Files,
                result.Events, result.NotAccepted }, JsonOutput.Options));
        }
        else
        {
            await output.WriteLineAsync($"{result.Batches} batch(es), {result.Cards} card(s), {result.Files} event file(s): "
                + (result.Events.Count == 0 ? "nothing to tell" : string.Join(", ", result.Events.Select(one => $"{one.Value} {one.Key}")))
                + ".");
        }

        return result.NotAccepted.Count == 0 ? ExitCodes.Ok : DemoExitCodes.NotAccepted;
    }

    private static Option<double> Share(string name, string description, double value)
    {
        var option = new Option<double>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
            Check(result, result.GetValueOrDefault<double>() is >= 0 and <= 1, $"{name} lies between 0 and 1."));
        return option;
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, bool isGood, string rule)
    {
        if (!isGood)
        {
            result.AddError(rule);
        }
    }
}
