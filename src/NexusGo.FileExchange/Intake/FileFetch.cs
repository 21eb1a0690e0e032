using System.Buffers;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Ports;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Intake;

/// <summary>Remote file → private spool. What is in the spool afterwards is exactly the version that was claimed.</summary>
internal sealed class FileFetch(Spool spools)
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Fetches the file, or returns null when it is gone or is not the claimed version any more: then nothing is known and it is looked at again.</summary>
    public async Task<FetchedFile?> RunAsync(IRemoteFolder remote, InboundFile file, CancellationToken cancellationToken)
    {
        CrashPoint.Pass("fetch.opening");
        await using var source = await remote.OpenReadAsync(file.Path, cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("fetch.opened");
        if (source is null || source.Version != file.Seen)
        {
            return null;
        }

        var spool = spools.Create();
        try
        {
            var digest = await CopyAsync(source.Content, spool, cancellationToken).ConfigureAwait(false);

            CrashPoint.Pass("fetch.copied");

            // The server's clock ticks in seconds: a file written again in between is found by this second look or by its content.
            var after = await remote.StatAsync(file.Path, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("fetch.checked");
            if (after is null || after.Kind != RemoteEntryKind.File || after.Version != file.Seen)
            {
                spool.Dispose();
                return null;
            }

            return new FetchedFile(spool, file.Seen.SizeBytes, digest);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static async Task<byte[]> CopyAsync(Stream source, SpoolFile spool, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var target = spool.OpenWrite();
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                sha256.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // It held a customer's file.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        spool.Complete();
        return sha256.GetHashAndReset();
    }
}

/// <summary>A file in the spool with its digest.</summary>
internal sealed record FetchedFile(SpoolFile Spool, long SizeBytes, byte[] Sha256) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        Spool.Dispose();
        return ValueTask.CompletedTask;
    }
}
