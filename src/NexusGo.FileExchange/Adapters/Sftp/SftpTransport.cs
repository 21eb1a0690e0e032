namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Where a transport delivers what the server sends. Called by one thread at a time.</summary>
internal interface ISftpReceiver
{
    /// <summary>The next bytes; valid during the call only.</summary>
    void Receive(ReadOnlySpan<byte> bytes);

    /// <summary>Nothing more will come.</summary>
    void Ended();
}

/// <summary>Carries the bytes of one SFTP session: over the pipes of a child process, or over a channel of SSH.NET.</summary>
internal abstract class SftpTransport : IAsyncDisposable
{
    /// <summary>Begins to deliver. Called once, before anything is sent.</summary>
    public abstract void Start(ISftpReceiver receiver);

    /// <summary>Sends one packet soon. Never waits for the line; what the line does not take stays here until it does.</summary>
    /// <param name="type">Packet type.</param>
    /// <param name="id">Request id; null for INIT, which has none.</param>
    /// <param name="head">The first fields behind the id.</param>
    /// <param name="tail">The rest of the fields.</param>
    public abstract void Send(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail);

    /// <summary>Sends nothing more.</summary>
    /// <param name="abruptly">Ends the other side at once, so that everything blocked on the line returns.</param>
    public abstract void Stop(bool abruptly);

    /// <summary>Says what happened when the other side ended by itself. May block for two seconds to find out.</summary>
    /// <param name="ready">Whether a session had been established before.</param>
    public abstract SessionEnd DescribeEnd(bool ready);

    /// <summary>Ends the other side after <see cref="Stop"/>, gently where it ends by itself soon, and frees the line.</summary>
    public abstract ValueTask DisposeAsync();
}
