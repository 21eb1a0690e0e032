namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>A simulated history broke an invariant.</summary>
internal sealed class InvariantException(string invariant, string what) : Exception($"{invariant}: {what}")
{
    /// <summary>Which one; the same for every history that breaks it.</summary>
    public string Invariant { get; } = invariant;
}
