using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>Packet surgery for messages that gpg would not make itself (RFC 4880, 4.2, 5.13, 5.14).</summary>
public static class OpenPgpPackets
{
    /// <summary>A packet with a new-format header and a five-byte length.</summary>
    public static byte[] Packet(int tag, params byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        return [(byte)(0xc0 | tag), 255, .. length, .. body];
    }

    /// <summary>A literal packet with binary content.</summary>
    public static byte[] Literal(string content) => Packet(11, [(byte)'b', 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(content)]);

    /// <summary>The first packet of a message, header included.</summary>
    public static byte[] First(byte[] message)
    {
        var isNew = (message[0] & 0x40) != 0;
        var (header, length) = isNew
            ? message[1] switch
            {
                < 192 => (2, (int)message[1]),
                < 224 => (3, ((message[1] - 192) << 8) + message[2] + 192),
                _ => (6, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(2))),
            }
            : (message[0] & 3) switch
            {
                0 => (2, message[1]),
                1 => (3, BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(1))),
                _ => (5, BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1))),
            };
        return message[..(header + length)];
    }

    /// <summary>Encrypts packets of our own choice, integrity-protected, with a known AES session key.</summary>
    public static byte[] Protected(byte[] sessionKey, params byte[][] packets)
    {
        var prefix = RandomNumberGenerator.GetBytes(16);
        byte[] clear = [.. prefix, prefix[14], prefix[15], .. packets.SelectMany(packet => packet), 0xd3, 0x14];
#pragma warning disable CA5350 // The integrity check of this packet is defined with SHA-1.
        byte[] whole = [.. clear, .. SHA1.HashData(clear)];
#pragma warning restore CA5350
        using var aes = Aes.Create();
        aes.Key = sessionKey;
        // CFB over whole blocks; the padding is cut off again.
        var encrypted = aes.EncryptCfb(whole, new byte[16], PaddingMode.Zeros, 128)[..whole.Length];
        return Packet(18, [1, .. encrypted]);
    }

    /// <summary>The session key of a message, as its recipient's gpg shows it.</summary>
    public static byte[] SessionKey(GpgHome recipient, byte[] message)
    {
        var (_, said) = recipient.RunAll(message, "--batch", "--show-session-key", "--decrypt");
        var start = said.IndexOf("session key: '", StringComparison.Ordinal) + 14;
        return Convert.FromHexString(said[(said.IndexOf(':', start) + 1)..said.IndexOf('\'', start)]);
    }
}
