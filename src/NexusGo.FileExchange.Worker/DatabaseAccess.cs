using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker;

/// <summary>Connection strings, passwords included: held in memory only, never logged.</summary>
public sealed class DatabaseAccess
{
    /// <summary>The worker's role: reads and changes under the policies, no DDL.</summary>
    public required string Worker { get; init; }

    /// <summary>The owner of the tables, for migrations.</summary>
    public required string Owner { get; init; }

    /// <summary>Where the customers' keys live.</summary>
    public required string Vault { get; init; }

    /// <summary>Whether the private PostgreSQL of this worker is meant; it has no other workers.</summary>
    public required bool IsEmbedded { get; init; }

    /// <summary>The database of the configuration, or null when it names none.</summary>
    /// <exception cref="Diagnostics.FileExchangeException">A password cannot be read.</exception>
    public static DatabaseAccess? FromSettings(DatabaseSettings settings)
    {
        if (WorkerConfiguration.Connect(settings.ConnectionString, settings.PasswordFile) is not { } worker)
        {
            return null;
        }

        return new DatabaseAccess
        {
            Worker = worker,
            Owner = WorkerConfiguration.Connect(settings.OwnerConnectionString, settings.OwnerPasswordFile) ?? worker,
            Vault = WorkerConfiguration.Connect(settings.VaultConnectionString, settings.VaultPasswordFile) ?? worker,
            IsEmbedded = false,
        };
    }

    /// <summary>
    /// The configured database, or the private one that a worker of this configuration is running now; null when neither is there.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">A password cannot be read.</exception>
    public static DatabaseAccess? FindRunning(WorkerSettings settings)
    {
        if (FromSettings(settings.Database) is { } external)
        {
            return external;
        }

        return Embedded.PrivatePostgres.FindRunning(Wiring.EmbeddedDirectoryOf(settings)) is { } running
            ? new DatabaseAccess { Worker = running.Worker, Owner = running.Owner, Vault = running.Worker, IsEmbedded = true }
            : null;
    }

    public override string ToString() => IsEmbedded ? "embedded" : "external";
}
