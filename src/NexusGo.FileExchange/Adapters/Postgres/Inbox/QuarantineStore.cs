using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>A file that was set aside because nobody could tell what it is.</summary>
/// <param name="FileId">Its id.</param>
/// <param name="Name">Its name; an identity number in it is masked.</param>
/// <param name="SizeBytes">As uploaded.</param>
/// <param name="ErrorCode">With which it was answered.</param>
/// <param name="QuarantinedAt">When it was set aside.</param>
internal sealed record QuarantinedFile(Guid FileId, string Name, long SizeBytes, string? ErrorCode, DateTimeOffset QuarantinedAt);

/// <summary>
/// Files set aside: operators look at them, have them run again, or discard them. Every decision is audited with who made it.
/// </summary>
internal sealed class QuarantineStore(ExchangeDatabase database, KeyVault vaults, IReportStore reports)
{
    public Task<IReadOnlyList<QuarantinedFile>> ListAsync(CustomerId customer, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<QuarantinedFile>>(customer, async session =>
        {
            var files = new List<QuarantinedFile>();
            await using var command = session.Command("""
                select q.file_id, f.name, q.size_bytes, f.error_code, q.quarantined_at
                from exchange.quarantined_file q join exchange.inbound_file f using (file_id) where q.customer_id = $1
                    order by q.quarantined_at
                """, customer.Value);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                files.Add(new QuarantinedFile(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), StagedRow.TextOf(reader, 3),
                    reader.GetFieldValue<DateTimeOffset>(4)));
            }

            return files;
        }, cancellationToken);

    /// <summary>The bytes as uploaded; null: nothing is set aside under this id.</summary>
    public async Task<Stream?> OpenAsync(CustomerId customer, Guid fileId, CancellationToken cancellationToken)
    {
        var (key, size) = await database.InTransactionAsync(customer, async session =>
        {
            await using var command =
                session.Command("select wrapped_key, size_bytes from exchange.quarantined_file where customer_id = $1 and file_id = $2",
                customer.Value, fileId);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? (reader.GetFieldValue<byte[]>(0), reader.GetInt64(1))
                : default;
        }, cancellationToken).ConfigureAwait(false);
        if (key is null)
        {
            return null;
        }

        var vault = await vaults.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        return StoredReportStream.Open(reports, vault.OpenReport(fileId, key), new DueReport
        {
            ReportId = fileId, Customer = customer, Kind = ReportKind.Receipt, Folder = "", Name = "", SizeBytes = size, Sha256 = default,
            WrappedKey = key, Attempts = 0,
        });
    }

    /// <summary>
    /// Puts the file back into the customer's inbox, where it is picked up as if it had just come, and takes it out of the quarantine.
    /// </summary>
    /// <returns>False: nothing is set aside under this id.</returns>
    /// <exception cref="RemoteFolderException">The area cannot be written to; the file stays set aside.</exception>
    public async Task<bool> ReleaseAsync(CustomerProfile profile, IRemoteFolder remote, Guid fileId, string reason, string by,
        CancellationToken cancellationToken)
    {
        if ((await ListAsync(profile.Id, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(one => one.FileId == fileId) is not { } file)
        {
            return false;
        }

        byte[] hash;
        await using (var content = (await OpenAsync(profile.Id, fileId, cancellationToken).ConfigureAwait(false))!)
        {
            hash = await System.Security.Cryptography.SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
        }

        var outcome = await remote.PublishAsync(new PublishRequest
        {
            Folder = RemotePath.Folder(profile.Folders.In),
            Name = RemoteName.From(file.Name),
            LengthBytes = file.SizeBytes,
            Sha256 = hash,
            OpenContent = async token => (await OpenAsync(profile.Id, fileId, token).ConfigureAwait(false))!,
            Attempt = fileId.ToString("N"),
        }, cancellationToken).ConfigureAwait(false);
        if (outcome == PublishOutcome.NameTaken)
        {
            throw new RemoteFolderException(Diagnostics.FailureReason.RemoteContentChanged, isTransient: false, sessionIsDead: false,
                "Another file of that name lies in the inbox.");
        }

        return await RemoveAsync(profile.Id, fileId, "QUARANTINE_RELEASED", $"by={by};reason={reason}", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Destroys the file. False: nothing is set aside under this id.</summary>
    public Task<bool> DiscardAsync(CustomerId customer, Guid fileId, string by, CancellationToken cancellationToken) =>
        RemoveAsync(customer, fileId, "QUARANTINE_DISCARDED", $"by={by}", cancellationToken);

    private Task<bool> RemoveAsync(CustomerId customer, Guid fileId, string action, string detail, CancellationToken cancellationToken) =>
        database.InTransactionAsync(customer, async session =>
        {
            await using var command = session.Command("""
                with gone as (delete from exchange.quarantined_file where customer_id = $1 and file_id = $2 returning file_id),
                blocks as (delete from exchange.sealed_block b using gone where b.owner_id = gone.file_id)
                select count(*) from gone
                """, customer.Value, fileId);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not 1L)
            {
                return false;
            }

            await AuditChain.AppendAsync(session, customer.Value, action, fileId.ToString(), detail, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }, cancellationToken);
}
