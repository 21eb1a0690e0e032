namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What came of one history.</summary>
/// <param name="Plan">The history.</param>
/// <param name="Failure">What it broke; null: nothing.</param>
/// <param name="World">How it looked at its end.</param>
internal sealed record SimulationRun(SimulationPlan Plan, Exception? Failure, SimulationWorld World)
{
    /// <summary>The invariant that was broken, or the kind of another failure.</summary>
    public string? Broken => Failure is InvariantException invariant ? invariant.Invariant : Failure?.GetType().Name;

    public static SimulationRun Of(SimulationPlan plan, bool story = false)
    {
        var world = new SimulationWorld(plan) { Story = story ? [] : null };
        try
        {
            world.Run();
            return new SimulationRun(plan, null, world);
        }
#pragma warning disable CA1031 // It is told with its seed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new SimulationRun(plan, e, world);
        }
    }
}
