using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>An answer that is a value or a status, such as a handle or "no such file".</summary>
internal readonly record struct SftpResult<T>(SftpStatus Status, T? Value)
    where T : class;

/// <summary>SFTP version 3, one method per request, over one transport. No policy: that is in the classes around it.</summary>
internal sealed class SftpClient : IAsyncDisposable
{
    private const uint OpenForReading = 0x1;
    private const uint OpenForWriting = 0x2;
    private const uint CreateFile = 0x8;
    private const uint Truncate = 0x10;
    private const uint MustNotExist = 0x20;
    private const uint PermissionsGiven = 0x4;

    private readonly SftpChannel channel;
    private readonly HashSet<string> extensions = new(StringComparer.Ordinal);

    public SftpClient(string name, SftpTransport transport, TimeSpan operationTimeout, TimeSpan stallTimeout, TimeProvider time)
    {
        Name = name;
        channel = new SftpChannel(name, transport, operationTimeout, stallTimeout, time);
    }

    /// <summary>The endpoint's name, for messages.</summary>
    public string Name { get; }

    public SftpWindow Window { get; } = new();

    public bool IsAlive => channel.End is null;

    /// <summary>Why the session is over, or null while it lives.</summary>
    public SessionEnd? End => channel.End;

    public IReadOnlyCollection<string> Extensions => extensions;

    public int MaxReadBytes { get; private set; } = SftpSizes.SafeData;

    public int MaxWriteBytes { get; private set; } = SftpSizes.SafeData;

    /// <summary>See <see cref="RemoteEndpoint.NewFileMode"/>.</summary>
    public UnixFileMode NewFileMode { get; init; } = RemoteEndpoint.DefaultNewFileMode;

    /// <summary>See <see cref="RemoteEndpoint.EnsureMayChange"/>. Called right before each change is sent.</summary>
    public Action EnsureMayChange { get; init; } = static () => { };

    public bool Offers(string extension) => extensions.Contains(extension);

    /// <summary>Settles the version and the sizes, within what is left of the connect timeout. To be called once, first.</summary>
    public async Task HandshakeAsync(TimeSpan connectTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(connectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using (var reply = await channel.ExchangeVersionsAsync(either.Token))
            {
                Guard(reply, ReadVersion);
            }

            if (Offers(SftpExtensions.Limits))
            {
                using var reply = await SendExtended(SftpExtensions.Limits, [], [], either.Token).Reply;
                if (reply.Type == SftpPacketType.ExtendedReply)
                {
                    Guard(reply, ReadLimits);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw EndWith(FailureReason.RemoteTimeout, true, "no session within the ConnectTimeout");
        }

        channel.IsReady = true;
    }

    public ValueTask<SftpResult<SftpHandle>> OpenForReadingAsync(ReadOnlyMemory<byte> path, CancellationToken cancellationToken)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[512]);
        fields.String(path.Span);
        fields.UInt32(OpenForReading);
        fields.UInt32(0);
        return HandleAsync(channel.Send(SftpPacketType.Open, fields.Written, [], 0, cancellationToken));
    }

    /// <summary>
    /// Creates a file that must not exist; never READ+WRITE, which some servers refuse. Truncating is asked for although there is nothing
    /// to truncate, because some servers know only the combinations of flags that fopen has.
    /// </summary>
    public ValueTask<SftpResult<SftpHandle>> CreateAsync(ReadOnlyMemory<byte> path, CancellationToken cancellationToken)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[512]);
        fields.String(path.Span);
        fields.UInt32(OpenForWriting | CreateFile | Truncate | MustNotExist);
        fields.UInt32(PermissionsGiven);
        fields.UInt32((uint)NewFileMode);
        return HandleAsync(channel.Send(SftpPacketType.Open, fields.Written, [], 0, cancellationToken));
    }

    public ValueTask<SftpResult<SftpHandle>> OpenFolderAsync(ReadOnlyMemory<byte> path, CancellationToken cancellationToken) =>
        HandleAsync(SendWithString(SftpPacketType.OpenDir, path.Span, cancellationToken));

    public SftpRequest ReadFolder(SftpHandle handle) => SendWithString(SftpPacketType.ReadDir, handle.Bytes, CancellationToken.None);

    public SftpRequest Read(SftpHandle handle, long offset, int count)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[512]);
        fields.String(handle.Bytes);
        fields.UInt64((ulong)offset);
        fields.UInt32((uint)count);
        return channel.Send(SftpPacketType.Read, fields.Written, [], count, CancellationToken.None);
    }

    public SftpRequest Write(SftpHandle handle, long offset, ReadOnlySpan<byte> data)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[512]);
        fields.String(handle.Bytes);
        fields.UInt64((ulong)offset);
        fields.UInt32((uint)data.Length);
        return channel.Send(SftpPacketType.Write, fields.Written, data, 0, CancellationToken.None);
    }

    public SftpRequest Fsync(SftpHandle handle) => SendExtended(SftpExtensions.Fsync, handle.Bytes, [], CancellationToken.None);

    /// <summary>Closes and waits for the server's word, which for a written file may be an error. The handle is not closed again.</summary>
    public SftpRequest Close(SftpHandle handle)
    {
        handle.TryForget();
        return SendWithString(SftpPacketType.Close, handle.Bytes, CancellationToken.None);
    }

    public SftpRequest FStat(SftpHandle handle, CancellationToken cancellationToken) =>
        SendWithString(SftpPacketType.FStat, handle.Bytes, cancellationToken);

    public SftpRequest LStat(ReadOnlySpan<byte> path, CancellationToken cancellationToken) =>
        SendWithString(SftpPacketType.LStat, path, cancellationToken);

    /// <summary>Never abandoned: once sent, only the answer or the deadline ends the wait.</summary>
    public ValueTask<SftpStatus> RemoveAsync(ReadOnlyMemory<byte> path) =>
        StatusAsync(SendWithString(SftpPacketType.Remove, path.Span, CancellationToken.None));

    /// <summary>Makes a folder with the server's own mode. Never abandoned.</summary>
    public ValueTask<SftpStatus> MakeFolderAsync(ReadOnlyMemory<byte> path)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[1024]);
        fields.String(path.Span);
        fields.UInt32(0);
        return StatusAsync(channel.Send(SftpPacketType.MkDir, fields.Written, [], 0, CancellationToken.None));
    }

    /// <summary>Version 3's own rename, which fails on an existing name. Never abandoned.</summary>
    public ValueTask<SftpStatus> RenameAsync(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[1024]);
        fields.String(from.Span);
        fields.String(to.Span);
        return StatusAsync(channel.Send(SftpPacketType.Rename, fields.Written, [], 0, CancellationToken.None));
    }

    /// <summary>OpenSSH's rename, which replaces an existing file. Never abandoned.</summary>
    public ValueTask<SftpStatus> PosixRenameAsync(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to) =>
        StatusAsync(SendExtended(SftpExtensions.PosixRename, from.Span, to.Span, CancellationToken.None));

    /// <summary>
    /// Free bytes for this user in the file system of a path, or null when the server will not say. Knows nothing of quotas.
    /// </summary>
    public async ValueTask<long?> FreeBytesAsync(ReadOnlyMemory<byte> path, CancellationToken cancellationToken)
    {
        if (!Offers(SftpExtensions.StatVfs))
        {
            return null;
        }

        using var reply = await SendExtended(SftpExtensions.StatVfs, path.Span, [], cancellationToken).Reply;
        return reply.Type == SftpPacketType.ExtendedReply ? Guard(reply, ReadFreeBytes) : null;
    }

    public async ValueTask<SftpStatus> StatusAsync(SftpRequest request)
    {
        using var reply = await request.Reply;
        return StatusOf(reply);
    }

    /// <summary>The attributes or the status that came instead.</summary>
    public async ValueTask<(SftpStatus Status, SftpAttributes Attributes)> AttributesAsync(SftpRequest request)
    {
        using var reply = await request.Reply;
        return reply.Type == SftpPacketType.Attrs
            ? (SftpStatus.Ok, Guard(reply, static (ref SftpPacketReader fields) => fields.ReadAttributes()))
            : (Refusal(reply), default);
    }

    /// <summary>The status of an answer that must be one.</summary>
    public SftpStatus StatusOf(SftpReply reply) =>
        reply.Type == SftpPacketType.Status
            ? Guard(reply, static (ref SftpPacketReader fields) => (SftpStatus)fields.ReadUInt32())
            : throw Broken($"an answer of type {(byte)reply.Type} where a status was due");

    /// <summary>The status of an answer that brings one instead of what was asked for; "ok" makes no sense there.</summary>
    public SftpStatus Refusal(SftpReply reply) =>
        StatusOf(reply) is not SftpStatus.Ok and var status ? status : throw Broken("\"ok\" without what was asked for");

    public delegate T Parser<out T>(ref SftpPacketReader fields);

    /// <summary>Reads an answer; one that has not the right form ends the session.</summary>
    public T Guard<T>(SftpReply reply, Parser<T> parse)
    {
        try
        {
            var fields = new SftpPacketReader(reply.Body.Span);
            return parse(ref fields);
        }
        catch (SftpFormatException e)
        {
            throw Broken(e.Message);
        }
    }

    /// <summary>Ends the session because the server did what no server may do.</summary>
    public RemoteFolderException Broken(string what)
    {
        channel.Fail(FailureReason.RemoteProtocol, false, $"the server broke the SFTP protocol: {what}");
        return channel.Failure();
    }

    /// <summary>Ends the session; used when its connect time is over.</summary>
    public RemoteFolderException EndWith(FailureReason reason, bool isTransient, string message)
    {
        channel.Fail(reason, isTransient, message);
        return channel.Failure();
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private SftpRequest SendWithString(SftpPacketType type, ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[512]);
        fields.String(text);
        return channel.Send(type, fields.Written, [], 0, cancellationToken);
    }

    /// <summary>An extended request with the fields that are not empty.</summary>
    private SftpRequest SendExtended(string extension, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second,
        CancellationToken cancellationToken)
    {
        using var fields = new SftpPacketWriter(stackalloc byte[1024]);
        fields.String(extension);
        if (!first.IsEmpty)
        {
            fields.String(first);
        }

        if (!second.IsEmpty)
        {
            fields.String(second);
        }

        return channel.Send(SftpPacketType.Extended, fields.Written, [], 0, cancellationToken);
    }

    private async ValueTask<SftpResult<SftpHandle>> HandleAsync(SftpRequest request)
    {
        using var reply = await request.Reply;
        return reply.Type == SftpPacketType.Handle
            ? new(SftpStatus.Ok,
            new SftpHandle(channel, Guard(reply, static (ref SftpPacketReader fields) => fields.ReadString(SftpSizes.MaxHandle).ToArray())))
            : new(Refusal(reply), null);
    }

    private bool ReadVersion(ref SftpPacketReader fields)
    {
        // The version packet has no id; its version number stands where other packets have theirs, in front of the body.
        while (fields.Remaining > 0)
        {
            var name = Encoding.ASCII.GetString(fields.ReadString());
            fields.ReadString();
            if (extensions.Count < 256)
            {
                extensions.Add(DisplayText.Escape(Encoding.ASCII.GetBytes(name)));
            }
        }

        return true;
    }

    private bool ReadLimits(ref SftpPacketReader fields)
    {
        fields.ReadUInt64();
        MaxReadBytes = Limit(fields.ReadUInt64());
        MaxWriteBytes = Limit(fields.ReadUInt64());
        return true;
    }

    /// <summary>0 means that the server has no limit of its own.</summary>
    private static int Limit(ulong offered) => offered == 0 ? SftpSizes.SafeData : (int)Math.Clamp(offered, 1024, SftpSizes.MaxData);

    /// <summary>Fields of <c>struct statvfs</c> in order: bsize, frsize, blocks, bfree, bavail, …</summary>
    private static long? ReadFreeBytes(ref SftpPacketReader fields)
    {
        fields.ReadUInt64();
        var fragment = fields.ReadUInt64();
        fields.ReadUInt64();
        fields.ReadUInt64();
        var available = (decimal)fields.ReadUInt64() * fragment;
        return (long)Math.Min(available, long.MaxValue);
    }
}
