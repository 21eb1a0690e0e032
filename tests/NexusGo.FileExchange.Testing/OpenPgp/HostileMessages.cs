using System.IO.Compression;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>Messages to our key that would cost a careless reader its memory or its time.</summary>
public static class HostileMessages
{
    public const int ManySignatures = 40_000;

    /// <summary>What 398 KiB of zlib unpack to.</summary>
    private const int UnpackedBytes = 398 << 20;

    /// <summary>398 KiB that unpack to one packet of an unknown kind, which some readers read whole.</summary>
    public static byte[] Unpacking(CraftedMessages made) => made.Message(Zlib([0xfc, 255, 0x7f, 0xff, 0xff, 0xff], UnpackedBytes));

    /// <summary>Forty thousand signatures: announced, before the text, and behind it.</summary>
    public static IEnumerable<(string Name, byte[] Message)> Signatures(CraftedMessages made, byte[] content)
    {
        var (onePass, literal, signature) = made.Sign(content);
        yield return ("announced", made.Message(Times(onePass), literal, Times(signature)));
        yield return ("before the text", made.Message(Times(signature), literal));
        yield return ("behind the text", made.Message(onePass, literal, Times(signature)));
    }

    /// <summary>A compressed packet of some first bytes and then zeros.</summary>
    public static byte[] Zlib(byte[] first, int zeros)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(first);
            var piece = new byte[1 << 16];
            for (var left = zeros; left > 0; left -= piece.Length)
            {
                zlib.Write(piece, 0, Math.Min(left, piece.Length));
            }
        }

        return OpenPgpPackets.Packet(8, [2, .. packed.ToArray()]);
    }

    private static byte[] Times(byte[] packet) => [.. Enumerable.Repeat(packet, ManySignatures).SelectMany(p => p)];
}
