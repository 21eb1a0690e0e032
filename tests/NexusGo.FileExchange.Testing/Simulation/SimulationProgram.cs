using System.Diagnostics;
using System.Globalization;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>Runs seeds one after the other and tells of the first that fails, as short as it can be made.</summary>
internal static class SimulationProgram
{
    private const string Usage = "usage: simulate [--first S] [--seeds N] [--seed S] [--minutes M] [--story] [--as-found] [--named]";

    public static async Task<int> Main(string[] arguments)
    {
        if (SimulationOptions.Parse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        if (!SimulationLoop.OneThread())
        {
            await Console.Error.WriteLineAsync("The simulation needs DOTNET_PROCESSOR_COUNT=1; tests/simulate.sh sets it.");
            return 2;
        }

        try
        {
            return options.Named ? PlayNamed(options.Story) : await RunAsync(options);
        }
        finally
        {
            SimulatedServices.CleanUp();
        }
    }

    private static async Task<int> RunAsync(SimulationOptions options)
    {
        var (time, seeds, steps, deaths, faults) = (Stopwatch.StartNew(), 0L, 0L, 0L, 0L);
        while (seeds < options.Seeds && time.Elapsed < options.Within)
        {
            var run = SimulationRun.Of(SimulationPlan.Of(options.First + seeds), options.Story);
            seeds++;
            (steps, deaths, faults) = (steps + run.World.Loop.Steps, deaths + run.World.Deaths, faults + run.World.Faults.Count);
            if (options.Story && run.Failure is null)
            {
                run.World.Story!.ForEach(Console.WriteLine);
            }

            if (run.Failure is not null)
            {
                Tell(run, options.Shrink && run.Failure is InvariantException ? Shrinker.Shrink(run) : run);
                await Console.Out.WriteLineAsync(Line(seeds, 1, steps, deaths, faults, time));
                return 1;
            }
        }

        await Console.Out.WriteLineAsync(Line(seeds, 0, steps, deaths, faults, time));
        return 0;
    }

    /// <summary>One line for each history that is written down: what it broke, or that it broke nothing.</summary>
    private static int PlayNamed(bool story)
    {
        var broken = 0;
        foreach (var (name, plan) in NamedHistories.All)
        {
            var run = SimulationRun.Of(plan, story);
            var what = run.Failure?.Message ?? (run.World.Script!.Missing is { } missing ? $"{missing.Kind} never came at {missing.Verb}"
                : null);
            run.World.Story?.ForEach(Console.WriteLine);
            Console.WriteLine($"{name}: {what ?? "nothing broke"}");
            broken += what is null ? 0 : 1;
        }

        return broken > 0 ? 1 : 0;
    }

    private static string Line(long seeds, int failed, long steps, long deaths, long faults, Stopwatch time) =>
        string.Create(CultureInfo.InvariantCulture,
            $"seeds {seeds} failed {failed} steps {steps} deaths {deaths} faults {faults} seconds {time.Elapsed.TotalSeconds:0.0}");

    private static void Tell(SimulationRun failed, SimulationRun shortest)
    {
        var plan = shortest.Plan;
        Console.WriteLine($"seed {failed.Plan.Seed}: {failed.Failure!.Message}");
        Console.WriteLine($"The shortest history found has {plan.Steps.Count} acts and {shortest.World.Faults.Count} faults:");
        shortest.World.Story?.ForEach(Console.WriteLine);
        Console.WriteLine($"Then: {shortest.Failure?.Message ?? "nothing"}");
        if (shortest.Failure is not InvariantException)
        {
            Console.WriteLine(shortest.Failure);
        }
    }
}
