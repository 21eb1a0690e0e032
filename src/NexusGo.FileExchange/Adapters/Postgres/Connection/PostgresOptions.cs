using System.ComponentModel;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Connection strings in Npgsql's form. Passwords come from a password file (<c>Passfile=</c>) or the environment, not from here.
/// </summary>
public sealed record PostgresOptions
{
    [Description(
        "How the worker connects. Its login must be a member of the roles nexusgo_worker and nexusgo_intake; migrate grants that.")]
    public required string ConnectionString { get; init; }

    [Description("How migrate connects: as the owner of the schemas. Empty: the same as ConnectionString.")]
    public string? OwnerConnectionString { get; init; }

    [Description("The database of the customer keys. Empty: the same as ConnectionString.")]
    public string? VaultConnectionString { get; init; }

    [Description("After this long without a statement PostgreSQL ends a transaction: a worker that is suspended in the middle of one must "
        + "not hold its locks against the others.")]
    public TimeSpan StalledTransactionTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The role that transactions act in.</summary>
    internal string Role { get; init; } = CustomerSession.WorkerRoleName;

    /// <summary>Says nothing: connection strings may hold passwords.</summary>
    public override string ToString() => nameof(PostgresOptions);
}
