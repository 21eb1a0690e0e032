using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// An SFTP server inside the test process, honest by default, on an area in memory. <see cref="OnRequest"/> puts any other answer in the
/// place of the honest one; the settings play what whole servers are like.
/// </summary>
internal sealed class ScriptedSftpServer : SftpPeer, IDisposable
{
    private readonly MemoryPipe toServer = new();
    private readonly MemoryPipe toClient = new();
    private readonly HonestSftpServer honest;
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long sent;

    public ScriptedSftpServer(InMemoryRemoteArea area)
    {
        honest = new HonestSftpServer(area, this);
        new Thread(Run) { IsBackground = true, Name = "scripted sftp server" }.Start();
    }

    /// <summary>Announced in the version packet. Set everything before <see cref="ConnectAsync"/>.</summary>
    public List<string> Extensions { get; } = [SftpExtensions.PosixRename, SftpExtensions.Fsync, SftpExtensions.Limits,
        SftpExtensions.StatVfs];

    public uint Version { get; set; } = 3;

    public byte[] BeforeVersion { get; set; } = [];

    public int MaxDataBytes { get; set; } = 32 * 1024;

    /// <summary>A READ gives at most so many bytes, whatever was asked.</summary>
    public int ShortReadBytes { get; set; } = int.MaxValue;

    /// <summary>False: permissions come without the bits that say file or folder.</summary>
    public bool SendsTypes { get; set; } = true;

    /// <summary>False: attributes come without permissions.</summary>
    public bool SendsPermissions { get; set; } = true;

    /// <summary>True: listings have lines as <c>ls -l</c> prints them.</summary>
    public bool SendsLines { get; set; }

    public ulong FreeBlocks { get; set; } = 1_000_000;

    /// <summary>Entries of one READDIR answer.</summary>
    public int NamesPerAnswer { get; set; } = 50;

    /// <summary>After so many bytes to the client: nothing more ever comes.</summary>
    public long StallAt { get; set; } = long.MaxValue;

    /// <summary>After so many bytes to the client: the connection ends.</summary>
    public long DisconnectAt { get; set; } = long.MaxValue;

    /// <summary>Raw bytes in the place of the honest answer, or null for the honest one. Empty = no answer at all.</summary>
    public Func<ScriptedRequest, byte[]?>? OnRequest { get; set; }

    /// <summary>Called when the honest answer has had its effect; may put another answer in its place.</summary>
    public Func<ScriptedRequest, byte[], byte[]>? AfterEffect { get; set; }

    /// <summary>Everything received.</summary>
    public ConcurrentQueue<ScriptedRequest> Requests { get; } = new();

    /// <summary>Handles opened and not closed.</summary>
    public int OpenHandles => honest.OpenHandles;

    public bool Terminated { get; private set; }

    /// <summary>Ends when a connection has come through to it.</summary>
    public Task Reached => reached.Task;

    /// <summary>The client's ends of the pipes, for a line in between.</summary>
    internal Stream ClientInput => toClient.Reader;

    internal Stream ClientOutput => toServer.Writer;

    public async Task<IRemoteFolder> ConnectAsync(TimeProvider time, TimeSpan timeout, TimeSpan? connectTimeout = null) =>
        (await ConnectClientAsync(time, timeout, connectTimeout)).Folder;

    public async Task<(SftpClient Client, IRemoteFolder Folder)> ConnectClientAsync(TimeProvider time, TimeSpan timeout,
        TimeSpan? connectTimeout = null, Action? ensureMayChange = null)
    {
        NoteReached();
        var client = new SftpClient("acme", new StreamTransport(toClient.Reader, toServer.Writer, this), timeout, timeout,
            time) { EnsureMayChange = ensureMayChange ?? (static () => { }) };
        try
        {
            await client.HandshakeAsync(connectTimeout ?? timeout, time, CancellationToken.None);
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }

        return (client, new SftpRemoteFolder("Scripted", client, static path => path.Bytes, NullLogger.Instance));
    }

    /// <summary>Told by whatever brings connections here.</summary>
    public void NoteReached() => reached.TrySetResult();

    public override void Terminate()
    {
        Terminated = true;
        toServer.Close();
        toClient.Close();
    }

    public override SessionEnd DescribeEnd(bool ready) => new(FailureReason.RemoteUnreachable, true, "the connection was lost");

    public void Dispose() => Terminate();

    private void Run()
    {
        try
        {
            var input = toServer.Reader;
            while (ReadRequest(input) is { } request)
            {
                Requests.Enqueue(request);
                var scripted = OnRequest?.Invoke(request);
                var answer = scripted ?? honest.Answer(request);
                Send(scripted is null && AfterEffect is not null ? AfterEffect(request, answer) : answer);
            }
        }
        catch (Exception e) when (e is IOException or EndOfStreamException)
        {
            // The client has gone.
        }

        toClient.Close();
    }

    private static ScriptedRequest? ReadRequest(Stream input)
    {
        var length = new byte[4];
        if (input.ReadAtLeast(length, 4, throwOnEndOfStream: false) < 4)
        {
            return null;
        }

        var packet = new byte[BinaryPrimitives.ReadUInt32BigEndian(length)];
        input.ReadExactly(packet);
        return new ScriptedRequest((SftpPacketType)packet[0], BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(1)), packet[5..]);
    }

    private void Send(byte[] bytes)
    {
        var stop = Math.Min(StallAt, DisconnectAt);
        var count = (int)Math.Clamp(stop - sent, 0, bytes.Length);
        toClient.Writer.Write(bytes, 0, count);
        sent += count;
        if (sent >= DisconnectAt)
        {
            toClient.Close();
        }
    }
}
