using System.Buffers.Binary;
using NexusGo.FileExchange.Adapters.Sftp;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>A request as the scripted server received it.</summary>
/// <param name="Type">Packet type.</param>
/// <param name="Id">Request id.</param>
/// <param name="Fields">Everything behind the id.</param>
internal sealed record ScriptedRequest(SftpPacketType Type, uint Id, byte[] Fields)
{
    /// <summary>For an extended request its name, otherwise empty.</summary>
    public string Extension => Type == SftpPacketType.Extended
        ? System.Text.Encoding.ASCII.GetString(new SftpPacketReader(Fields).ReadString()) : "";

    /// <summary>The n-th string of the fields, as text; for requests that begin with strings.</summary>
    public string Text(int index)
    {
        var reader = new SftpPacketReader(Fields);
        for (; index > 0; index--)
        {
            reader.ReadString();
        }

        return System.Text.Encoding.Latin1.GetString(reader.ReadString());
    }
}

/// <summary>Builds answers, right and wrong ones.</summary>
internal static class Packets
{
    public static byte[] Status(uint id, SftpStatus status) =>
        Packet(SftpPacketType.Status,
            [.. U32(id), .. U32((uint)status), .. String("a message that decides nothing: quota disk full"u8), .. String([])]);

    public static byte[] Handle(uint id, ReadOnlySpan<byte> handle) => Packet(SftpPacketType.Handle, [.. U32(id), .. String(handle)]);

    public static byte[] Data(uint id, ReadOnlySpan<byte> data) => Packet(SftpPacketType.Data, [.. U32(id), .. String(data)]);

    public static byte[] Attrs(uint id, byte[] attributes) => Packet(SftpPacketType.Attrs, [.. U32(id), .. attributes]);

    public static byte[] Names(uint id, IReadOnlyCollection<(byte[] Name, byte[] Attributes)> names, IReadOnlyList<byte[]>? lines = null) =>
        Packet(SftpPacketType.Name,
        [.. U32(id), .. U32((uint)names.Count),
            .. names.SelectMany((n, i) => (byte[])[.. String(n.Name), .. String(lines is null ? "?"u8 : lines[i]), .. n.Attributes])]);

    /// <summary>Attributes of a kind; null leaves a part out.</summary>
    public static byte[] Attributes(long? size, uint? permissions, uint? modified) =>
    [
        .. U32((size is null ? 0 : 1u) | (permissions is null ? 0 : 4u) | (modified is null ? 0 : 8u)),
        .. size is null ? [] : U64((ulong)size), .. permissions is null ? [] : U32(permissions.Value),
        .. modified is null ? [] : (byte[])[.. U32(1), .. U32(modified.Value)],
    ];

    public static byte[] Packet(SftpPacketType type, byte[] body) => [.. U32((uint)body.Length + 1), (byte)type, .. body];

    public static byte[] String(ReadOnlySpan<byte> bytes) => [.. U32((uint)bytes.Length), .. bytes];

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }
}
