using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Commands that one person asked for and that do nothing until a second asks for the same. Audited without what they name: that may be a
/// card's number.
/// </summary>
internal sealed class AwaitedCommands(ExchangeDatabase database, TimeProvider clock)
{
    /// <summary>How long a first person's command waits for a second's.</summary>
    public static readonly TimeSpan Lifetime = PurgeLimits.AwaitedCommandTime;

    /// <param name="customer">Whom it is about.</param>
    /// <param name="verb">What is to be done, for the audit log.</param>
    /// <param name="what">To what, as on the command line.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Gives up; nothing is noted.</param>
    /// <returns>Who asked first, when that was another person; then nothing waits any more. Null: it waits.</returns>
    public Task<string?> AgreeAsync(CustomerId customer, string verb, string what, string by, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            var (now, command) = (clock.GetUtcNow(), $"{verb} {what}");
            await session.ExecuteAsync(
                "delete from retention.awaited_command where customer_id = $1 and asked_at <= $2",
                [customer.Value, now - Lifetime], cancellationToken).ConfigureAwait(false);
            await using var ask = session.Command("""
                insert into retention.awaited_command (customer_id, command, asked_by, asked_at) values ($1, $2, $3, $4)
                on conflict do nothing
                """, customer.Value, command, by, now);
            if (await ask.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1)
            {
                await AuditChain.AppendAsync(session, customer.Value, "SECOND_PERSON_AWAITED", verb, $"by={by}", cancellationToken)
                    .ConfigureAwait(false);
                return null;
            }

            await using var agree = session.Command("""
                delete from retention.awaited_command where customer_id = $1 and command = $2 and asked_by <> $3
                returning asked_by
                """, customer.Value, command, by);
            return await agree.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as string;
        }, cancellationToken);
}
