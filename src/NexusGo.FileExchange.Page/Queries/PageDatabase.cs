using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Configuration;
using Npgsql;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>
/// The page's connections: a few, read-only, in the role that sees nothing sealed, and with a deadline for every statement. Opened by the
/// first view, because the private PostgreSQL may come up after the page.
/// </summary>
internal sealed class PageDatabase(WorkerSettings settings) : IAsyncDisposable
{
    private const int Connections = 4;
    private readonly Lock opening = new();
    private ExchangeDatabase? opened;

    /// <exception cref="FileExchangeException">There is no database yet, or its password cannot be read.</exception>
    public ExchangeDatabase Exchange
    {
        get
        {
            lock (opening)
            {
                return opened ??= Open();
            }
        }
    }

    /// <summary>Null: there is no database to ask yet.</summary>
    public ExchangeDatabase? TryOpen()
    {
        try
        {
            return Exchange;
        }
        catch (FileExchangeException)
        {
            return null;
        }
    }

    public TimelineStore Timelines => new(Exchange);

    /// <summary>The rows of a statement.</summary>
    /// <exception cref="FileExchangeException">The database failed.</exception>
    public Task<IReadOnlyList<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, object[] values,
        CancellationToken cancellationToken)
    {
        var source = Exchange.DataSource;
        return ExchangeDatabase.GuardAsync<IReadOnlyList<T>>(async () =>
        {
            await using var command = source.CreateCommand(sql);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            var rows = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        });
    }

    public ValueTask DisposeAsync() => opened?.DisposeAsync() ?? ValueTask.CompletedTask;

    private ExchangeDatabase Open()
    {
        var connection = WorkerConfiguration.Connect(settings.Page.ConnectionString, settings.Page.PasswordFile)
            ?? DatabaseAccess.FindRunning(settings)?.Worker
            ?? throw new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "No worker runs its database.");
        var builder = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = "nexusgo-page", MinPoolSize = 0, MaxPoolSize = Connections, Timeout = 5, CommandTimeout = 10,
        };
        builder.Options = $"{builder.Options} -c role={CustomerSession.PageRoleName} -c default_transaction_read_only=on "
            + "-c statement_timeout=5s -c jit=off";
        return new ExchangeDatabase(new PostgresOptions
        {
            ConnectionString = builder.ConnectionString, Role = CustomerSession.PageRoleName,
        });
    }
}

/// <summary>Columns that may be null.</summary>
internal static class ReaderExtensions
{
    public static DateTimeOffset? Instant(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    public static string? Text(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
