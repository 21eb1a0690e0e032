namespace NexusGo.FileExchange.Operators.Health;

/// <summary>How well something works. The numbers are the exit codes of <c>status</c>.</summary>
public enum HealthLevel
{
    /// <summary>Nothing to do.</summary>
    Good = 0,
    /// <summary>Files go on being exchanged, but something needs a look.</summary>
    Degraded = 1,
    /// <summary>No files are exchanged.</summary>
    Down = 2,
}
