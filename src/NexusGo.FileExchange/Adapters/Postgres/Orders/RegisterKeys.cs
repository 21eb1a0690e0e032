using NexusGo.FileExchange.Orders;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reads the keys of a customer's register in a file's transaction.</summary>
internal sealed class RegisterKeys(CustomerSession session, string customer) : IRegisterKeys
{
    private const string KeysOfOrders = """
        select c.ref_index, c.person_index from orders.card_order o
        join lateral (select * from orders.card c where c.card_id between o.first_card_id and o.last_card_id offset 0) c on true
        where o.customer_id = $1
        """;

    public async Task<long> CountAsync(long most, CancellationToken cancellationToken)
    {
        // An order has at least one card: of a customer with many small orders no more of them are read than decide the question.
        await using var command = session.Command(
            "select coalesce(sum(cards), 0) from (select cards from orders.card_order where customer_id = $1 limit $2) o", customer, most + 1);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async Task ReadAllAsync(KnownKeys keys, CancellationToken cancellationToken)
    {
        await using var command = session.Command(KeysOfOrders, customer);
        await ReadAsync(command, keys, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Guid>?> StoredAsync(AuditMark after, long lastEntry, CancellationToken cancellationToken)
    {
        await using var command = session.Command("""
            select hash, case when entry_no > $2 then subject::uuid end from audit.entry
            where customer_id = $1 and (entry_no = $2 or entry_no > $2 and entry_no <= $3 and action = 'FILE_STORED')
            order by entry_no
            """, customer, after.EntryNo, lastEntry);
        var isSame = after.EntryNo == 0;
        var files = new List<Guid>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (reader.IsDBNull(1))
            {
                isSame = after.Hash.Span.SequenceEqual(reader.GetFieldValue<byte[]>(0));
            }
            else
            {
                files.Add(reader.GetGuid(1));
            }
        }

        return isSame ? files : null;
    }

    public async Task<long> ReadFilesAsync(Guid[] files, KnownKeys keys, CancellationToken cancellationToken)
    {
        await using var command = session.Command(KeysOfOrders + " and o.file_id = any($2)", customer, files);
        return await ReadAsync(command, keys, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erased cards have neither key.</summary>
    private static async Task<long> ReadAsync(NpgsqlCommand command, KnownKeys keys, CancellationToken cancellationToken)
    {
        var cards = 0L;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        for (; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); cards++)
        {
            Note(reader, 0, keys);
            Note(reader, 1, keys);
        }

        return cards;
    }

    private static void Note(NpgsqlDataReader reader, int column, KnownKeys keys)
    {
        if (!reader.IsDBNull(column))
        {
            keys.Add(KeyedIndexColumn.Read(reader, column));
        }
    }
}
