using System.Data.Common;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The worker's connections: one pool for the rooms, one for the vault, so that whoever holds a connection to one of them never waits for
/// another of the same pool. Error details and parameter values stay out of exceptions and logs whatever the connection string says.
/// </summary>
public sealed class ExchangeDatabase : IAsyncDisposable
{
    /// <summary>
    /// Connections of the rooms, unless the connection string says how many. Whoever holds one while waiting for another (a file being
    /// stored, a scheduled job) has a place among fewer, so that some are always free for what is over in a moment.
    /// </summary>
    public const int RoomConnections = 10;

    /// <summary>
    /// Connections of the vault: one for each file being stored, whose keys are written over it, and two for what is over in a moment.
    /// </summary>
    public const int VaultConnections = StoringSlots.All + 2;

    /// <summary>Connections that only leases use: their renewal must never wait for one behind the work that depends on it.</summary>
    public const int LeaseConnections = 2;

    /// <summary>Bytes of the send buffer asked for; the system gives as much of it as it allows.</summary>
    private const int SendBufferBytes = 1 << 20;

    private readonly NpgsqlDataSource rooms;
    private readonly NpgsqlDataSource vault;
    private readonly NpgsqlDataSource leases;
    private readonly TimeSpan stalledTransactionTimeout;
    private readonly string role;
    private Lazy<AuditKeys>? auditKeys;

    public ExchangeDatabase(PostgresOptions options)
    {
        stalledTransactionTimeout = options.StalledTransactionTimeout;
        role = options.Role;
        rooms = CreateDataSource(WithAtMost(options.ConnectionString, RoomConnections), "rooms");
        leases = CreateDataSource(new NpgsqlConnectionStringBuilder(options.ConnectionString) { MinPoolSize = 0,
            MaxPoolSize = LeaseConnections }.ConnectionString, "leases");
        IsVaultApart = !string.IsNullOrWhiteSpace(options.VaultConnectionString)
            && options.VaultConnectionString != options.ConnectionString;
        vault = CreateDataSource(WithAtMost(IsVaultApart ? options.VaultConnectionString! : options.ConnectionString, VaultConnections),
            "vault");
    }

    /// <summary>The rooms' database. Connections come without a role: only for what concerns no customer's data.</summary>
    public NpgsqlDataSource DataSource => rooms;

    /// <summary>Whether the vault has a database of its own.</summary>
    public bool IsVaultApart { get; }

    /// <summary>The vault's data source: to the rooms' database, or to another where one was configured.</summary>
    public NpgsqlDataSource VaultDataSource => vault;

    /// <summary>Where the keys of audit logs come from: asked for at the first entry. Set once, before anything is written.</summary>
    internal void SealAuditWith(Func<AuditKeys> keys) => auditKeys = new Lazy<AuditKeys>(keys);

    /// <exception cref="FileExchangeException"><see cref="FailureReason.DatabaseUnavailable"/> or
    /// <see cref="FailureReason.DatabaseRefused"/>.</exception>
    public Task<CustomerSession> OpenForCustomerAsync(CustomerId customer, CancellationToken cancellationToken) =>
        GuardAsync(() => CustomerSession.OpenAsync(rooms, customer, stalledTransactionTimeout, auditKeys, cancellationToken, role));

    /// <summary>The worker role without a customer: the policies show no customer's row.</summary>
    public Task<CustomerSession> OpenForNobodyAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => CustomerSession.OpenAsync(rooms, customer: null, stalledTransactionTimeout, auditKeys, cancellationToken, role));

    public Task<CustomerSession> OpenVaultAsync(CustomerId customer, CancellationToken cancellationToken) =>
        GuardAsync(() => CustomerSession.OpenAsync(vault, customer, stalledTransactionTimeout, auditKeys, cancellationToken, role));

    /// <summary>As <see cref="OpenForNobodyAsync"/>, in the vault's database.</summary>
    public Task<CustomerSession> OpenVaultForNobodyAsync(CancellationToken cancellationToken) =>
        GuardAsync(() => CustomerSession.OpenAsync(vault, customer: null, stalledTransactionTimeout, auditKeys, cancellationToken, role));

    /// <summary>One whole transaction: open, work, commit. Any exception rolls back; Npgsql's own leave here translated.</summary>
    public Task<T> InTransactionAsync<T>(CustomerId customer, Func<CustomerSession, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(() => CommittedAsync(rooms, customer, work, cancellationToken));

    /// <inheritdoc cref="InTransactionAsync{T}"/>
    public Task InTransactionAsync(CustomerId customer, Func<CustomerSession, Task> work, CancellationToken cancellationToken) =>
        InTransactionAsync(customer, async session => { await work(session); return true; }, cancellationToken);

    /// <summary>As <see cref="InTransactionAsync{T}"/>, for the whole database.</summary>
    internal Task<T> InNobodysTransactionAsync<T>(Func<CustomerSession, Task<T>> work, CancellationToken cancellationToken) =>
        GuardAsync(() => CommittedAsync(rooms, customer: null, work, cancellationToken));

    /// <inheritdoc cref="InNobodysTransactionAsync{T}"/>
    internal Task InNobodysTransactionAsync(Func<CustomerSession, Task> work, CancellationToken cancellationToken) =>
        InNobodysTransactionAsync(async session => { await work(session); return true; }, cancellationToken);

    /// <summary>As <see cref="InTransactionAsync{T}"/>, in the vault's database.</summary>
    public Task<T> InVaultTransactionAsync<T>(CustomerId customer, Func<CustomerSession, Task<T>> work,
        CancellationToken cancellationToken) =>
        GuardAsync(() => CommittedAsync(vault, customer, work, cancellationToken));

    /// <summary>
    /// As <see cref="InTransactionAsync{T}"/>, on the connections that are kept for leases. Null: for the whole database.
    /// </summary>
    internal Task<T> InLeaseTransactionAsync<T>(CustomerId? customer, Func<CustomerSession, Task<T>> work,
        CancellationToken cancellationToken) =>
        GuardAsync(() => CommittedAsync(leases, customer, work, cancellationToken));

    /// <summary>Runs work on a session that the caller opened, translating what Npgsql throws.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (PostgresErrors.Translate(exception) is { } translated)
        {
            throw translated;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await rooms.DisposeAsync();
        await vault.DisposeAsync();
        await leases.DisposeAsync();
    }

    internal static NpgsqlDataSource CreateDataSource(string connectionString, string pool = "verbs")
    {
        // The slim builder sets up only the types that are used here, which saves time at every start, and memory.
        var builder = new NpgsqlSlimDataSourceBuilder(connectionString) { Name = pool };
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        var settings = builder.ConnectionStringBuilder;
        settings.IncludeErrorDetail = false;
        settings.PersistSecurityInfo = false;
        settings.ApplicationName ??= "nexusgo-fx";
        builder.EnableParameterLogging(false);
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            FollowPrimary(settings, connectionString);
        }

        if (settings.Host is ['/', ..] && settings.SocketSendBufferSize == 0)
        {
            // A socket of the same machine does not widen itself; what waits in it is what the server works on while this process waits for
            // its turn.
            settings.SocketSendBufferSize = SendBufferBytes;
        }

        // Nothing here uses a type that PostgreSQL does not bring itself: its catalogue need not be read over the first connection.
        builder.ConfigureTypeLoading(loading => loading.EnableTypeLoading(false));
        return builder.Build();
    }

    /// <summary>
    /// Of several hosts the one that takes changes is asked. A host that was away is asked again after a second: the driver's ten would be
    /// ten seconds in which a promoted standby serves nobody.
    /// </summary>
    private static void FollowPrimary(NpgsqlConnectionStringBuilder settings, string connectionString)
    {
        var given = GivenIn(connectionString);
        if (!given.Contains("TargetSessionAttributes"))
        {
            settings.TargetSessionAttributes = "primary";
        }

        if (!given.Contains("HostRecheckSeconds"))
        {
            settings.HostRecheckSeconds = 1;
        }
    }

    /// <summary>The settings that a connection string names, without blanks.</summary>
    private static HashSet<string> GivenIn(string connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys.Cast<string>()
            .Select(name => name.Replace(" ", "", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static string WithAtMost(string connectionString, int connections)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var given = GivenIn(connectionString);
        if (!given.Overlaps(["MaximumPoolSize", "MaxPoolSize"]))
        {
            settings.MaxPoolSize = connections;
        }

        if (!given.Contains("Timeout"))
        {
            // Npgsql's time-out counts for the wait in the pool as well.
            settings.Timeout = 30;
        }

        return settings.ConnectionString;
    }

    private async Task<T> CommittedAsync<T>(
        NpgsqlDataSource database, CustomerId? customer, Func<CustomerSession, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var session = await CustomerSession.OpenAsync(database, customer, stalledTransactionTimeout, auditKeys,
            cancellationToken, role);
        var result = await work(session);
        await session.CommitAsync();
        return result;
    }
}
