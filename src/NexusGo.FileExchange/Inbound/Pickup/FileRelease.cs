using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Takes an answered file out of the inbox: exactly the version that was answered, or nothing.</summary>
internal sealed class FileRelease(IInboxStore store, TimeProvider clock, ILogger<FileRelease> log)
{
    /// <summary>
    /// Deletes the source and the companions claimed with it, and closes the file. What is no file for us stays where it is.
    /// </summary>
    /// <exception cref="RemoteFolderException">It could not be deleted; the file stays stored and is never read again, and the next look
    /// tries once more.</exception>
    public async Task RunAsync(IRemoteFolder remote, Customers.CustomerId customer, StoredFile file, CancellationToken cancellationToken)
    {
        if (!file.IsForeign)
        {
            await RemoveAsync(remote, customer, file, cancellationToken).ConfigureAwait(false);
        }

        CrashPoint.Pass("close.writing");
        await store.CloseAsync(customer, file, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("close.written");
    }

    private async Task RemoveAsync(IRemoteFolder remote, Customers.CustomerId customer, StoredFile file,
        CancellationToken cancellationToken)
    {
        CrashPoint.Pass("source.releasing");
        var outcome = await remote.DeleteAsideAsync(file.Path, file.Seen, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("source.released");
        if (outcome == DeleteOutcome.Changed)
        {
            // Another file lies under the same name by now. The next look gives it a version of its own.
            IntakeLog.SourceChangedBeforeRelease(log, customer.Value, file.FileId);
        }
        else
        {
            foreach (var marker in file.Companions)
            {
                if (await remote.StatAsync(marker, cancellationToken).ConfigureAwait(false) is { Kind: RemoteEntryKind.File } entry)
                {
                    CrashPoint.Pass("marker.removing");
                    await remote.DeleteExactAsync(marker, entry.Version, cancellationToken).ConfigureAwait(false);
                    CrashPoint.Pass("marker.removed");
                }
            }
        }
    }
}
