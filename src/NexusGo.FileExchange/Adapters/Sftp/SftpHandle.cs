namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>An open file or folder at the server, in the server's own words; closed once, without waiting.</summary>
internal sealed class SftpHandle(SftpChannel channel, byte[] bytes) : IDisposable
{
    private int closed;

    public ReadOnlySpan<byte> Bytes => bytes;

    public void Dispose()
    {
        if (TryForget())
        {
            channel.PostClose(bytes);
        }
    }

    /// <summary>Somebody else closes the handle; false when it is closed already.</summary>
    public bool TryForget() => Interlocked.Exchange(ref closed, 1) == 0;
}
