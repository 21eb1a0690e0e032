namespace NexusGo.FileExchange.Operators;

/// <summary>One row of a ledger, its columns by name. A column without a value is null.</summary>
internal sealed class LedgerRow(IReadOnlyDictionary<string, object?> columns)
{
    /// <exception cref="KeyNotFoundException">The row has no such column.</exception>
    public object? this[string column] => columns[column];

    public string? Text(string column) => this[column] as string;

    /// <summary>UTC. The database's driver gives instants as <see cref="DateTime"/>.</summary>
    public DateTimeOffset? Instant(string column) => this[column] switch
    {
        DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        DateTimeOffset instant => instant,
        _ => null,
    };
}
