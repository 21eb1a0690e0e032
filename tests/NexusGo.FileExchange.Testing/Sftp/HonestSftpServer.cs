using System.Buffers.Binary;
using System.Text;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>The right answers to a scripted server's requests, on an area in memory.</summary>
internal sealed class HonestSftpServer(InMemoryRemoteArea area, ScriptedSftpServer settings)
{
    private readonly Dictionary<string, (RemotePath Path, Queue<RemoteEntry>? Listing)> handles = [];
    private int lastHandle;

    public int OpenHandles => handles.Count;

    public byte[] Answer(ScriptedRequest request)
    {
        try
        {
            return AnswerGood(request);
        }
        catch (Exception e) when (e is KeyNotFoundException)
        {
            // A handle that was damaged on its way, or whose file is gone.
            return Packets.Status(request.Id, SftpStatus.Failure);
        }
    }

    private byte[] AnswerGood(ScriptedRequest request)
    {
        var id = request.Id;
        var fields = new SftpPacketReader(request.Fields);
        switch (request.Type)
        {
            case SftpPacketType.Init:
                return [.. settings.BeforeVersion, .. Packets.Packet(SftpPacketType.Version,
                    [.. Packets.U32(settings.Version),
                    .. settings.Extensions.SelectMany(e =>
                    (byte[])[.. Packets.String(Encoding.ASCII.GetBytes(e)), .. Packets.String("1"u8)])])];
            case SftpPacketType.Open:
                return Open(id, RemotePath.FromBytes(fields.ReadString()), fields.ReadUInt32());
            case SftpPacketType.OpenDir:
                var folder = RemotePath.FromBytes(fields.ReadString());
                return area.Find(folder) is { Kind: RemoteEntryKind.Folder }
                    ? NewHandle(id, folder, new Queue<RemoteEntry>(area.Children(folder)))
                    : Packets.Status(id, SftpStatus.NoSuchFile);
            case SftpPacketType.ReadDir:
                return ReadDir(id, request.Text(0));
            case SftpPacketType.Close:
                return Packets.Status(id, handles.Remove(request.Text(0)) ? SftpStatus.Ok : SftpStatus.Failure);
            case SftpPacketType.Read:
                return Read(id, handles[Encoding.Latin1.GetString(fields.ReadString())].Path, (long)fields.ReadUInt64(),
                (int)fields.ReadUInt32());
            case SftpPacketType.Write:
                return Write(id, handles[Encoding.Latin1.GetString(fields.ReadString())].Path, (long)fields.ReadUInt64(),
                fields.ReadString());
            case SftpPacketType.LStat:
                return Stat(id, RemotePath.FromBytes(fields.ReadString()));
            case SftpPacketType.FStat:
                return Stat(id, handles[request.Text(0)].Path);
            case SftpPacketType.Remove:
                return Packets.Status(id, area.Remove(RemotePath.FromBytes(fields.ReadString())) ? SftpStatus.Ok : SftpStatus.NoSuchFile);
            case SftpPacketType.MkDir:
                area.AddFolder(Encoding.UTF8.GetString(fields.ReadString()));
                return Packets.Status(id, SftpStatus.Ok);
            case SftpPacketType.Rename:
                return Rename(id, RemotePath.FromBytes(fields.ReadString()), RemotePath.FromBytes(fields.ReadString()), replace: false);
            case SftpPacketType.Extended:
                return Extended(id, request);
            default:
                return Packets.Status(id, SftpStatus.OpUnsupported);
        }
    }

    private byte[] AttributesOf(RemoteEntryKind kind, RemoteVersion version) =>
        Packets.Attributes(version.SizeBytes, settings.SendsPermissions ? ModeOf(kind) & (settings.SendsTypes ? 0xFFFF : 0xFFFu) : null,
            (uint)version.ModifiedSeconds);

    private static uint ModeOf(RemoteEntryKind kind) => kind switch
    {
        RemoteEntryKind.File => 0x81A4,
        RemoteEntryKind.Folder => 0x41ED,
        _ => 0xA1FF,
    };

    private static byte[] LineOf(RemoteEntry entry) => Encoding.ASCII.GetBytes(entry.Kind switch
    {
        RemoteEntryKind.File => "-rw-r--r--    1 u g 3 Jan 10 12:00 x",
        RemoteEntryKind.Folder => "drwxr-xr-x    1 u g 3 Jan 10 12:00 x",
        _ => "lrwxrwxrwx    1 u g 3 Jan 10 12:00 x",
    });

    private byte[] Open(uint id, RemotePath path, uint flags)
    {
        const uint create = 0x8;
        if ((flags & create) != 0)
        {
            var slash = path.Bytes.Span.LastIndexOf((byte)'/');
            if (area.Find(RemotePath.FromBytes(path.Bytes.Span[..(slash + 1)])) is not { Kind: RemoteEntryKind.Folder })
            {
                return Packets.Status(id, SftpStatus.NoSuchFile);
            }

            return area.TryAdd(path, new InMemoryRemoteArea.Node(RemoteEntryKind.File, [], area.Seconds()))
                ? NewHandle(id, path, null)
                : Packets.Status(id, SftpStatus.Failure);
        }

        return area.Find(path) is { Kind: RemoteEntryKind.File } ? NewHandle(id, path, null) : Packets.Status(id, SftpStatus.NoSuchFile);
    }

    private byte[] ReadDir(uint id, string handle)
    {
        var listing = handles[handle].Listing!;
        var batch = new List<(byte[], byte[])>();
        var lines = new List<byte[]>();
        while (batch.Count < settings.NamesPerAnswer && listing.TryDequeue(out var entry))
        {
            batch.Add((entry.Name.Bytes.ToArray(), AttributesOf(entry.Kind, entry.Version)));
            lines.Add(settings.SendsLines ? LineOf(entry) : "?"u8.ToArray());
        }

        return batch.Count > 0 ? Packets.Names(id, batch, lines) : Packets.Status(id, SftpStatus.Eof);
    }

    private byte[] Read(uint id, RemotePath path, long offset, int count)
    {
        var content = area.Find(path)?.Content ?? [];
        count = (int)Math.Min(Math.Min(count, settings.ShortReadBytes), content.Length - offset);
        return count > 0 ? Packets.Data(id, content.AsSpan((int)offset, count)) : Packets.Status(id, SftpStatus.Eof);
    }

    private byte[] Write(uint id, RemotePath path, long offset, ReadOnlySpan<byte> data)
    {
        var node = area.Find(path) ?? throw new KeyNotFoundException();
        var content = node.Content;
        Array.Resize(ref content, (int)Math.Max(content.Length, offset + data.Length));
        data.CopyTo(content.AsSpan((int)offset));
        area.Set(path, node with { Content = content });
        return Packets.Status(id, SftpStatus.Ok);
    }

    private byte[] Stat(uint id, RemotePath path) =>
        area.Find(path) is { } node ? Packets.Attrs(id, AttributesOf(node.Kind, node.Version)) : Packets.Status(id, SftpStatus.NoSuchFile);

    private byte[] Rename(uint id, RemotePath from, RemotePath to, bool replace)
    {
        if (area.Find(from) is not { } node)
        {
            return Packets.Status(id, SftpStatus.NoSuchFile);
        }

        if (!replace && area.Find(to) is not null)
        {
            return Packets.Status(id, SftpStatus.Failure);
        }

        area.Set(to, node);
        area.Remove(from);
        return Packets.Status(id, SftpStatus.Ok);
    }

    private byte[] Extended(uint id, ScriptedRequest request)
    {
        var fields = new SftpPacketReader(request.Fields);
        fields.ReadString();
        return request.Extension switch
        {
            SftpExtensions.Limits => Packets.Packet(SftpPacketType.ExtendedReply,
                [.. Packets.U32(id), .. Packets.U64(262144), .. Packets.U64((ulong)settings.MaxDataBytes),
                .. Packets.U64((ulong)settings.MaxDataBytes), .. Packets.U64(100)]),
            SftpExtensions.Fsync => Packets.Status(id, SftpStatus.Ok),
            SftpExtensions.StatVfs => Packets.Packet(SftpPacketType.ExtendedReply,
                [.. Packets.U32(id), .. Packets.U64(4096), .. Packets.U64(4096), .. Packets.U64(1), .. Packets.U64(1),
                .. Packets.U64(settings.FreeBlocks), .. new byte[48]]),
            SftpExtensions.PosixRename => Rename(id, RemotePath.FromBytes(fields.ReadString()), RemotePath.FromBytes(fields.ReadString()),
                replace: true),
            _ => Packets.Status(id, SftpStatus.OpUnsupported),
        };
    }

    private byte[] NewHandle(uint id, RemotePath path, Queue<RemoteEntry>? listing)
    {
        var handle = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(handle, ++lastHandle);
        handles[Encoding.Latin1.GetString(handle)] = (path, listing);
        return Packets.Handle(id, handle);
    }
}
