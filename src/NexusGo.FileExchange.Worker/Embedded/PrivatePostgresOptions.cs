namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>The PostgreSQL that the worker runs for itself when no connection string is configured.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>The parent of the data directory, its lock file and the server's log; created with mode 0700 if missing.</summary>
    public required string Directory { get; init; }

    /// <summary>False gives up safety against a crash of the machine for speed: for tests.</summary>
    public bool IsDurable { get; init; } = true;

    /// <summary>How long the server may take to answer, crash recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long it may take to stop before it is stopped hard.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>More server settings, as <c>name=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];
}
