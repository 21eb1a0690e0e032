namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// Makes a failing history shorter: leaves out one fault or one act of a customer after the other, and keeps what still breaks the same
/// invariant.
/// </summary>
internal static class Shrinker
{
    private const int MostTries = 600;

    public static SimulationRun Shrink(SimulationRun failed)
    {
        var (best, tries, progress) =
            (failed with { Plan = failed.Plan with { Only = failed.World.Faults.Select(one => one.Id).ToHashSet() } },
            0, true);
        while (progress && tries < MostTries)
        {
            progress = false;
            foreach (var shorter in Shorter(best).ToList())
            {
                if (++tries > MostTries)
                {
                    break;
                }

                var run = SimulationRun.Of(shorter);
                if (run.Broken == failed.Broken)
                {
                    (best, progress) = (run, true);
                    break;
                }
            }
        }

        return SimulationRun.Of(best.Plan, story: true);
    }

    private static IEnumerable<SimulationPlan> Shorter(SimulationRun run)
    {
        var plan = run.Plan;
        var happened = run.World.Faults.Select(one => one.Id).ToHashSet();
        if (happened.Count < plan.Only!.Count)
        {
            yield return plan with { Only = happened };
        }

        for (var half = happened.Count / 2; half > 1; half /= 2)
        {
            yield return plan with { Only = happened.Take(half).ToHashSet() };
            yield return plan with { Only = happened.Skip(half).ToHashSet() };
        }

        foreach (var step in plan.Steps)
        {
            if (!plan.Steps.Any(other => other.Other == step.Number))
            {
                yield return plan with { Steps = [.. plan.Steps.Where(other => other != step)] };
            }
        }

        foreach (var fault in happened)
        {
            yield return plan with { Only = happened.Where(other => other != fault).ToHashSet() };
        }

        foreach (var step in plan.Steps.Where(step => step.Lines.Count > 1 && step.Act <= CustomerAct.SlowOrder
            && !plan.Steps.Any(other => other.Other == step.Number)))
        {
            yield return plan with
                { Steps = [.. plan.Steps.Select(other => other == step ? step with { Lines = [step.Lines[0]] } : other)] };
        }
    }
}
