using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Writes the keys of a file's cards by a binary COPY in a transaction of the vault, beside the cards' own, batch by batch like them. It
/// commits first: there is never a card without its key. Keys whose cards were never committed are found by their row in
/// vault.pending_order and swept.
/// </summary>
internal sealed class CardKeyCopy(ExchangeDatabase database, InboundFile file) : IAsyncDisposable
{
    private const string CopyKeys = "copy vault.card_key (card_id, customer_id, key_id, wrapped) from stdin (format binary)";

    private readonly BinaryCopyBuffer buffer = new();
    private CustomerSession? session;
    private NpgsqlRawCopyStream? copy;
    private Guid customerKeyId;
    private int keys;

    /// <summary>Sends the keys of a batch's cards.</summary>
    public async Task AddAsync(OrderBatch batch, CancellationToken cancellationToken)
    {
        session ??= await database.OpenVaultAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        if (copy is null)
        {
            copy = await session.BeginCopyAsIntakeAsync(CopyKeys, cancellationToken).ConfigureAwait(false);
            buffer.Begin();
        }

        customerKeyId = batch.CustomerKeyId;
        Write(batch);
        await copy.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
        buffer.Clear();
    }

    /// <summary>The wrapped keys of cards, those of this file included.</summary>
    public async Task<Dictionary<Guid, WrappedCardKey>> GetAsync(IReadOnlyCollection<Guid> cards, CancellationToken cancellationToken)
    {
        await EndCopyAsync(cancellationToken).ConfigureAwait(false);
        session ??= await database.OpenVaultAsync(file.Customer, cancellationToken).ConfigureAwait(false);
        return await CardKeyStore.GetAsync(session, file.Customer, cards, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the keys durable. To be called right before the cards' transaction commits.</summary>
    /// <exception cref="FileExchangeException">CustomerKeyRotated: the customer's key was rotated meanwhile; the file is to be read
    /// again.</exception>
    public async Task CommitAsync(Guid orderId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (session is null)
        {
            return;
        }

        await EndCopyAsync(cancellationToken).ConfigureAwait(false);
        if (keys > 0)
        {
            await CheckCustomerKeyAsync(session, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("""
                insert into vault.pending_order (order_id, customer_id, first_card_id, last_card_id, keys, written_at)
                    values ($1, $2, $3, $4, $5, $6)
                """, [orderId, file.Customer.Value, CardIds.First(orderId), CardIds.Last(orderId), keys, now], cancellationToken)
                .ConfigureAwait(false);
        }

        CrashPoint.Pass("card-keys.committing");
        await session.CommitAsync().ConfigureAwait(false);
        CrashPoint.Pass("card-keys.committed");
    }

    /// <summary>Forgets the keys written so far.</summary>
    public async ValueTask UndoAsync()
    {
        if (copy is { } open)
        {
            copy = null;
            buffer.Clear();
            await CustomerSession.CancelAsync(open).ConfigureAwait(false);
        }

        if (session is { } begun)
        {
            session = null;
            keys = 0;
            await begun.DisposeAsync().ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => UndoAsync();

    /// <summary>
    /// Locked until the commit, so that a rotation neither overlooks these keys nor destroys the customer key under which they are wrapped.
    /// </summary>
    private async Task CheckCustomerKeyAsync(CustomerSession begun, CancellationToken cancellationToken)
    {
        await using var live = begun.Command("select true from vault.customer_key where key_id = $1 and retired_at is null for share",
            customerKeyId);
        if (await live.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
        {
            throw new FileExchangeException(FailureReason.CustomerKeyRotated, isTransient: true,
                $"The key of {file.Customer} was rotated while {file} was read; nothing was stored.");
        }
    }

    private async Task EndCopyAsync(CancellationToken cancellationToken)
    {
        if (copy is { } open)
        {
            buffer.End();
            await open.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
            buffer.Clear();
            copy = null;
            await session!.EndCopyAsIntakeAsync(open, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Write(OrderBatch batch)
    {
        foreach (ref readonly var row in batch.Rows)
        {
            if (row.IsCard)
            {
                buffer.Row(4);
                buffer.Uuid(row.CardId);
                buffer.Text(file.Customer.Value);
                buffer.Uuid(batch.CustomerKeyId);
                buffer.Bytes(batch.Bytes(row.WrappedKey));
                keys++;
            }
        }
    }
}
