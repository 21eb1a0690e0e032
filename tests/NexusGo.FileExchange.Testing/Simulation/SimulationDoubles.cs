namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What stands between the product and its doubles. A mutant overrides it; by itself it changes nothing.</summary>
internal class SimulationDoubles
{
    /// <summary>The port that workers get for a double.</summary>
    public virtual T Around<T>(T port, SimulationWorld world)
        where T : class => port;
}
