using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// One transaction for one customer, as the worker role under the row-level policies. Disposed without <see cref="CommitAsync"/>, it leaves
/// nothing. Role and customer belong to the transaction, so a pooled connection never carries them to the next user.
/// </summary>
public sealed class CustomerSession : IAsyncDisposable
{
    /// <summary>Reads and changes under the policies.</summary>
    internal const string WorkerRoleName = "nexusgo_worker";

    /// <summary>Reads what is not sealed, of all customers.</summary>
    internal const string PageRoleName = "nexusgo_page";

    private const string WorkerRole = $"set local role {WorkerRoleName}";
    private const string ProductionRole = "set local role nexusgo_production";
    private const string IntakeRole = "set local role nexusgo_intake";

    /// <summary>
    /// The customer of a transaction that concerns none: functions for the whole database demand it, and no policy shows it a row.
    /// </summary>
    internal const string Everybody = "*";

    private readonly List<Func<Task>> beforeCommit = [];
    private readonly List<Action<bool>> ends = [];
    private readonly Lazy<AuditKeys>? auditKeys;
    private bool ended;

    private CustomerSession(NpgsqlConnection connection, NpgsqlTransaction transaction, Lazy<AuditKeys>? auditKeys)
    {
        this.auditKeys = auditKeys;
        Connection = connection;
        Transaction = transaction;
    }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>See <see cref="PostgresOptions.StalledTransactionTimeout"/>.</summary>
    public TimeSpan StalledTransactionTimeout { get; private init; }

    /// <summary>What keys the customers' audit logs.</summary>
    internal AuditKeys AuditKeys => auditKeys?.Value
        ?? throw new InvalidOperationException("This database was opened without keys of audit logs.");

    /// <param name="dataSource">Which database.</param>
    /// <param name="customer">Whose rows are visible; null: none of any customer, only what belongs to all.</param>
    /// <param name="stalledTransactionTimeout">See <see cref="PostgresOptions.StalledTransactionTimeout"/>.</param>
    /// <param name="auditKeys">See <see cref="AuditKeys"/>.</param>
    /// <param name="cancellationToken">Gives up before the first effect.</param>
    /// <param name="role">The role that the transaction acts in.</param>
    internal static async Task<CustomerSession> OpenAsync(NpgsqlDataSource dataSource, CustomerId? customer,
        TimeSpan stalledTransactionTimeout, Lazy<AuditKeys>? auditKeys, CancellationToken cancellationToken, string role = WorkerRoleName)
    {
        var connection = await ConnectAsync(dataSource, cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var identify = connection.CreateCommand();
            identify.CommandText = """
                select set_config('nexusgo.customer', $1, true), set_config('role', $3, true),
                    set_config('idle_in_transaction_session_timeout', $2, true)
                """;
            identify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer?.Value ?? Everybody });
            identify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ((long)stalledTransactionTimeout.TotalMilliseconds)
                .ToString(CultureInfo.InvariantCulture) });
            identify.Parameters.Add(new NpgsqlParameter<string> { TypedValue = role });
            await identify.ExecuteNonQueryAsync(cancellationToken);
            return new CustomerSession(connection, transaction, auditKeys) { StalledTransactionTimeout = stalledTransactionTimeout };
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = dataSource.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync();
            if (PostgresErrors.TranslateOpening(exception, connection.ConnectionTimeout) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    /// <summary>A command on this connection and transaction.</summary>
    public NpgsqlCommand Command(string sql)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>
    /// Runs a COPY FROM STDIN as the role that may only insert: PostgreSQL refuses COPY FROM under row-level security. The worker role is
    /// back when this returns; after an exception the transaction is lost anyway. Every row must name this session's customer, no policy
    /// checks that here. The caller writes PostgreSQL's binary COPY format: header, rows and trailer.
    /// </summary>
    public Task CopyAsIntakeAsync(string copyFromStdin, Func<Stream, CancellationToken, Task> writeBytes,
        CancellationToken cancellationToken) =>
        CopyAllAsIntakeAsync([(copyFromStdin, writeBytes)], cancellationToken);

    /// <summary>As <see cref="CopyAsIntakeAsync"/>, for several tables, one after the other.</summary>
    public async Task CopyAllAsIntakeAsync(IReadOnlyList<(string CopyFromStdin, Func<Stream, CancellationToken, Task> WriteBytes)> copies,
        CancellationToken cancellationToken)
    {
        await ExecuteAsync(IntakeRole, cancellationToken);
        foreach (var (copyFromStdin, writeBytes) in copies)
        {
            await CopyAsync(copyFromStdin, writeBytes, cancellationToken);
        }

        await ExecuteAsync(WorkerRole, cancellationToken);
    }

    /// <summary>
    /// Begins a COPY as the role that may only insert. Nothing else can be sent until <see cref="EndCopyAsIntakeAsync"/>, or until the
    /// stream is cancelled and the transaction undone.
    /// </summary>
    internal async Task<NpgsqlRawCopyStream> BeginCopyAsIntakeAsync(string copyFromStdin, CancellationToken cancellationToken)
    {
        await ExecuteAsync(IntakeRole, cancellationToken);
        return await Connection.BeginRawBinaryCopyAsync(copyFromStdin, cancellationToken);
    }

    /// <summary>Ends a COPY whose trailer is written; what the server refused of it is told here.</summary>
    internal async Task EndCopyAsIntakeAsync(NpgsqlRawCopyStream copy, CancellationToken cancellationToken)
    {
        await copy.DisposeAsync();
        await ExecuteAsync(WorkerRole, cancellationToken);
    }

    /// <summary>A whole COPY FROM STDIN in PostgreSQL's binary format, as the session's present role.</summary>
    public Task CopyAsync(string copyFromStdin, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        CopyAsync(copyFromStdin, (stream, cancellation) => stream.WriteAsync(content, cancellation).AsTask(), cancellationToken);

    /// <summary>
    /// Runs work as the role that sees every customer's cards, but only the columns of their life cycle; the worker role is back
    /// afterwards.
    /// </summary>
    public async Task AsProductionAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await ExecuteAsync(ProductionRole, cancellationToken);
        await work();
        await ExecuteAsync(WorkerRole, cancellationToken);
    }

    /// <summary>
    /// Goes on as another customer in the same transaction: for the few effects that concern two areas at once, such as cards of a customer
    /// that become a file of the production partner.
    /// </summary>
    public async Task SwitchAsync(CustomerId customer, CancellationToken cancellationToken)
    {
        await using var command = Command("select set_config('nexusgo.customer', $1, true)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Calls back when this transaction has ended: true after its commit, false when it was given up. Not called when nobody knows.
    /// </summary>
    internal void OnEnd(Action<bool> told) => ends.Add(told);

    /// <summary>
    /// Runs right before this transaction is committed, when nothing of its own is left to fail: for what has to be durable elsewhere
    /// first.
    /// </summary>
    internal void BeforeCommit(Func<Task> work) => beforeCommit.Add(work);

    /// <summary>Makes everything durable. Not cancellable: a commit is either not sent or waited for.</summary>
    public async Task CommitAsync()
    {
        ended = true;
        foreach (var work in beforeCommit)
        {
            await work();
        }

        await Transaction.CommitAsync(CancellationToken.None);
        foreach (var end in ends)
        {
            end(true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in ended ? [] : ends)
        {
            end(false);
        }

        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }

    private async Task CopyAsync(string copyFromStdin, Func<Stream, CancellationToken, Task> writeBytes,
        CancellationToken cancellationToken)
    {
        var copy = await Connection.BeginRawBinaryCopyAsync(copyFromStdin, cancellationToken);
        try
        {
            await writeBytes(copy, cancellationToken);
        }
        catch
        {
            // Disposing would complete the copy with what there is.
            await CancelAsync(copy);
            throw;
        }

        await copy.DisposeAsync();
    }

    /// <summary>What the server had refused before is thrown by whoever wrote; the transaction is lost either way.</summary>
    internal static async Task CancelAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or ObjectDisposedException or NullReferenceException)
        {
            // Npgsql 10 throws the last one when the connection broke before the COPY was cancelled.
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
