using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Appends to a customer's audit log: each entry's SHA-256 covers the one before it, so that a changed, removed or reordered entry shows. No personal data.
/// </summary>
internal static class AuditChain
{
    /// <summary>Appends one entry inside the caller's transaction; later writers of the same customer wait for its end.</summary>
    public static Task AppendAsync(CustomerSession session, string customer, DateTimeOffset now, string action, string subject, string detail, CancellationToken cancellationToken) =>
        AppendAsync(session, customer, now, [(action, subject, detail)], cancellationToken);

    /// <summary>The same for several entries in their order; nothing for none.</summary>
    public static async Task AppendAsync(CustomerSession session, string customer, DateTimeOffset now, IEnumerable<(string Action, string Subject, string Detail)> entries, CancellationToken cancellationToken)
    {
        var added = entries.ToList();
        if (added.Count == 0)
        {
            return;
        }

        await using var lockHead = session.Command("""
            insert into audit.head as h (customer_id, entry_no, hash) values ($1, 0, $2)
            on conflict (customer_id) do update set entry_no = h.entry_no
            returning entry_no, hash
            """, customer, new byte[SHA256.HashSizeInBytes]);
        long last;
        byte[] hash;
        await using (var reader = await lockHead.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            last = reader.GetInt64(0);
            hash = reader.GetFieldValue<byte[]>(1);
        }

        var (numbers, hashes) = (new long[added.Count], new byte[added.Count][]);
        for (var i = 0; i < added.Count; i++)
        {
            numbers[i] = ++last;
            hashes[i] = hash = HashOf(hash, customer, last, now, added[i].Action, added[i].Subject, added[i].Detail);
        }

        await using var batch = session.Batch();
        batch.Add("""
            insert into audit.entry (customer_id, entry_no, recorded_at, action, subject, detail, hash)
            select $1, e.entry_no, $2, e.action, e.subject, e.detail, e.hash
            from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::bytea[]) as e (entry_no, action, subject, detail, hash)
            """, customer, now, numbers, added.Select(one => one.Action).ToArray(), added.Select(one => one.Subject).ToArray(), added.Select(one => one.Detail).ToArray(), hashes);
        batch.Add("update audit.head set entry_no = $2, hash = $3 where customer_id = $1", customer, last, hash);
        CrashPoint.Pass("audit.appending");
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("audit.appended");
    }

    /// <summary>SHA-256 over the hash before, then number, instant (microseconds since 1970) and the texts, each with its length in front.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> previous, string customer, long entryNo, DateTimeOffset recordedAt, string action, string subject, string detail)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha256.AppendData(previous);
        Span<byte> number = stackalloc byte[8];
        Append(sha256, customer, number);
        BinaryPrimitives.WriteInt64BigEndian(number, entryNo);
        sha256.AppendData(number);
        BinaryPrimitives.WriteInt64BigEndian(number, recordedAt.ToUnixTimeMilliseconds() * 1000 + recordedAt.Microsecond);
        sha256.AppendData(number);
        Append(sha256, action, number);
        Append(sha256, subject, number);
        Append(sha256, detail, number);
        return sha256.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text, Span<byte> number)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt64BigEndian(number, bytes.Length);
        hash.AppendData(number);
        hash.AppendData(bytes);
    }
}
