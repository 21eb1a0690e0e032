namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>Changes for the worse between the product and its doubles, each of which the simulation has to find.</summary>
internal static class Mutants
{
    public static SimulationDoubles? Find(string? name) => name is null ? null
        : throw new ArgumentException($"There is no mutant {name}.");
}
