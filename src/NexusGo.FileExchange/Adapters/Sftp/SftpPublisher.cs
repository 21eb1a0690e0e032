using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Publishes one file: temporary name → write → fsync → size check → rename that fails on an existing name. Whatever is unclear after a
/// rename is settled by looking at the server.
/// </summary>
internal sealed class SftpPublisher(SftpRemoteFolder remote, SftpClient client, PublishRequest request)
{
    private readonly ReadOnlyMemory<byte> folder = remote.Map(request.Folder);
    private readonly ReadOnlyMemory<byte> temporary = remote.Map(request.Folder.Combine(request.TemporaryName));
    private readonly ReadOnlyMemory<byte> final = remote.Map(request.Folder.Combine(request.Name));

    private enum FinalName
    {
        Free,
        Ours,
        Foreign,
    }

    public async ValueTask<PublishOutcome> RunAsync(CancellationToken cancellationToken)
    {
        if (request.MayBeThere)
        {
            var found = await LookAsync(cancellationToken);
            if (found != FinalName.Free)
            {
                // An attempt that was cut off between link and unlink leaves its temporary name; the name of this attempt may be that one.
                await TryRemoveTemporaryAsync();
                return found == FinalName.Ours ? PublishOutcome.AlreadyThere : PublishOutcome.NameTaken;
            }
        }

        await using var content = await request.OpenContent(cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        CrashPoint.Pass("publish.creating");
        client.EnsureMayChange();
        var created = await client.CreateAsync(temporary, CancellationToken.None);
        CrashPoint.Pass("publish.created");
        if (created.Value is null)
        {
            throw created.Status.IsMissing()
                ? client.FolderMissing(request.Folder)
                : await client.WriteRefusedAsync("creating a temporary file", created.Status, folder, request.LengthBytes);
        }

        try
        {
            await new SftpUpload(client, created.Value, temporary, folder).RunAsync(content, request.LengthBytes, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await RenameAsync();
            CrashPoint.Pass("publish.renamed");
            return outcome;
        }
        catch
        {
            created.Value.Dispose();
            await TryRemoveTemporaryAsync();
            throw;
        }
    }

    private async ValueTask<PublishOutcome> RenameAsync()
    {
        CrashPoint.Pass("publish.renaming");
        client.EnsureMayChange();
        var status = await client.RenameAsync(temporary, final);
        if (status == SftpStatus.Ok)
        {
            return PublishOutcome.Published;
        }

        var outcome = await SettleAsync();
        if (outcome is null && status is SftpStatus.OpUnsupported or SftpStatus.Failure && client.Offers(SftpExtensions.PosixRename))
        {
            // This rename would replace a file. It is used only for servers that have no other rename, right after the name was seen to be
            // free.
            client.EnsureMayChange();
            status = await client.PosixRenameAsync(temporary, final);
            outcome = status == SftpStatus.Ok ? PublishOutcome.Published : await SettleAsync();
        }

        return outcome ?? throw await client.WriteRefusedAsync("renaming the temporary file", status, folder, 0);
    }

    /// <summary>After a refused rename: what is there now? Null when the final name is free.</summary>
    private async ValueTask<PublishOutcome?> SettleAsync()
    {
        switch (await LookAsync(CancellationToken.None))
        {
            case FinalName.Ours:
                return await RemoveTemporaryAsync() ? PublishOutcome.AlreadyThere : PublishOutcome.Published;
            case FinalName.Foreign:
                await TryRemoveTemporaryAsync();
                return PublishOutcome.NameTaken;
            default:
                return null;
        }
    }

    /// <summary>Compares what stands under the final name by kind, size and content, without following a link.</summary>
    private async ValueTask<FinalName> LookAsync(CancellationToken cancellationToken)
    {
        var path = request.Folder.Combine(request.Name);
        var entry = await remote.StatAsync(path, cancellationToken);
        if (entry is null)
        {
            return FinalName.Free;
        }

        if (entry.Kind != RemoteEntryKind.File || entry.Version.SizeBytes != request.LengthBytes)
        {
            return FinalName.Foreign;
        }

        await using var file = await remote.OpenReadAsync(path, cancellationToken);
        if (file is null)
        {
            throw client.ContentChanged("the final name changed while it was compared");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(SftpSizes.SafeData);
        try
        {
            int read;
            while ((read = await file.Content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), request.Sha256.Span) ? FinalName.Ours : FinalName.Foreign;
    }

    /// <summary>Removes the temporary file; false when it was not there any more.</summary>
    private async ValueTask<bool> RemoveTemporaryAsync()
    {
        CrashPoint.Pass("temporary.removing");
        var status = await client.RemoveAsync(temporary);
        CrashPoint.Pass("temporary.removed");
        return !status.IsMissing();
    }

    /// <summary>
    /// Used where publishing failed already. A failure here is not reported, because the sweep of temporary files removes what stays.
    /// </summary>
    private async ValueTask TryRemoveTemporaryAsync()
    {
        if (client.IsAlive)
        {
            try
            {
                await RemoveTemporaryAsync();
            }
            catch (RemoteFolderException e) when (e.SessionIsDead)
            {
                // Ignored: nothing more can be done on this session.
            }
        }
    }
}
