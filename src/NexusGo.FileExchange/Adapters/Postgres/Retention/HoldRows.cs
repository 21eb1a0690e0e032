using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Rows of retention.hold.</summary>
internal static class HoldRows
{
    private const string Columns = "select hold_id, reason, set_at, until, ended_at from retention.hold";

    public static Task<IReadOnlyList<Hold>> ActiveAsync(CustomerSession session, CustomerId customer, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        ReadAsync(session, customer, $"{Columns} where customer_id = $1 and ended_at is null and until > $2 order by until desc",
            [customer.Value, now], cancellationToken);

    public static Task<IReadOnlyList<Hold>> AllAsync(CustomerSession session, CustomerId customer, CancellationToken cancellationToken) =>
        ReadAsync(session, customer, $"{Columns} where customer_id = $1 order by set_at", [customer.Value], cancellationToken);

    private static async Task<IReadOnlyList<Hold>> ReadAsync(CustomerSession session, CustomerId customer, string sql, object?[] values,
        CancellationToken cancellationToken)
    {
        var holds = new List<Hold>();
        await using var command = session.Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            holds.Add(new Hold
            {
                HoldId = reader.GetGuid(0),
                Customer = customer.Value,
                Reason = reader.GetString(1),
                SetAt = reader.GetFieldValue<DateTimeOffset>(2),
                Until = reader.GetFieldValue<DateTimeOffset>(3),
                EndedAt = reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4),
            });
        }

        return holds;
    }
}
