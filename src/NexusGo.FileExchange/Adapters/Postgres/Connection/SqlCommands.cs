using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Statements beside their parameters: <c>$1</c> is the first value, and null is SQL's null.</summary>
internal static class SqlCommands
{
    public static NpgsqlCommand Command(this CustomerSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var command = session.Connection.CreateCommand();
        command.CommandText = sql;
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>Several statements in one round trip.</summary>
    public static NpgsqlBatch Batch(this CustomerSession session) => new(session.Connection);

    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Fill(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Adds one of <see cref="PlannerHints"/>, whose settings a batch takes one by one.</summary>
    public static void AddHint(this NpgsqlBatch batch, string hint)
    {
        foreach (var setting in hint.Split(';', StringSplitOptions.TrimEntries))
        {
            batch.Add(setting);
        }
    }

    public static async Task ExecuteAsync(this CustomerSession session, string sql, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, values);
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The ids in the first column.</summary>
    public static async Task<IReadOnlyList<Guid>> IdsAsync(this CustomerSession session, string sql, object?[] values,
        CancellationToken cancellationToken)
    {
        var ids = new List<Guid>();
        await using var command = session.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    /// <summary>The numbers in the first column.</summary>
    public static async Task<IReadOnlySet<long>> NumbersAsync(this CustomerSession session, string sql, object?[] values,
        CancellationToken cancellationToken)
    {
        var numbers = new HashSet<long>();
        await using var command = session.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    }

    /// <summary>
    /// For statements whose time grows with a file: no deadline of their own, only the token's, which the loss of the lease cancels.
    /// </summary>
    public static NpgsqlCommand Unhurried(this NpgsqlCommand command)
    {
        command.CommandTimeout = 0;
        return command;
    }

    /// <inheritdoc cref="Unhurried"/>
    public static async Task ExecuteUnhurriedAsync(this CustomerSession session, string sql, object?[] values,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command(sql, values).Unhurried();
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Says that this transaction need not wait for the disk: only for what is idempotent, because a crash of the database's machine loses
    /// it and the next run does it again.
    /// </summary>
    public static void AddNoWaitForDisk(this NpgsqlBatch batch) => batch.Add("set local synchronous_commit = off");

    private static void Fill(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
