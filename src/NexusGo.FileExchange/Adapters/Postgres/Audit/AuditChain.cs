using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Appends to a customer's audit log. Each entry's HMAC covers the one before it, so that a changed, removed or reordered entry shows. The
/// database sets the times and moves the head, by functions of the owner's (0001_initial.sql): the worker's role can do neither. No
/// personal data.
/// </summary>
internal static class AuditChain
{
    /// <summary>Appends one entry inside the caller's transaction; later writers of the same customer wait for its end.</summary>
    public static Task AppendAsync(CustomerSession session, string customer, string action, string subject, string detail,
        CancellationToken cancellationToken) =>
        AppendAsync(session, customer, [(action, subject, detail)], cancellationToken);

    /// <summary>Appends several entries in their order.</summary>
    public static async Task AppendAsync(CustomerSession session, string customer,
        IEnumerable<(string Action, string Subject, string Detail)> entries, CancellationToken cancellationToken)
    {
        var added = entries.ToList();
        if (added.Count == 0)
        {
            return;
        }

        var key = await session.AuditKeys.GetAsync(new CustomerId(customer), cancellationToken).ConfigureAwait(false);
        var (last, hash, now) = await LockHeadAsync(session, customer, cancellationToken).ConfigureAwait(false);
        var hashes = new byte[added.Count][];
        for (var i = 0; i < added.Count; i++)
        {
            hashes[i] = hash = AuditMac.Of(key.Span, hash, customer,
                new AuditLine(last + i + 1, now, added[i].Action, added[i].Subject, added[i].Detail));
        }

        await using var append = session.Command("select audit.append($1, $2, $3, $4, $5, $6)",
            customer, last, added.Select(one => one.Action).ToArray(), added.Select(one => one.Subject).ToArray(),
            added.Select(one => one.Detail).ToArray(), hashes);
        CrashPoint.Pass("audit.appending");
        await append.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("audit.appended");
    }

    /// <summary>The last entry's number and hash, and the instant that this transaction's entries bear.</summary>
    private static async Task<(long Last, byte[] Hash, DateTimeOffset Now)> LockHeadAsync(CustomerSession session, string customer,
        CancellationToken cancellationToken)
    {
        await using var command = session.Command("select last_no, last_hash, at from audit.lock_head($1)", customer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<DateTimeOffset>(2));
    }
}
