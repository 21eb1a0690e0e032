using System.Text;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Takes a key file apart: one or several armoured key blocks (RFC 9580, 6), or binary packets.</summary>
internal static class KeyPackets
{
    /// <summary>The packets of the file in their order; nothing for a file that is no key.</summary>
    /// <exception cref="MalformedPacketException">A packet does not end where it says.</exception>
    public static IEnumerable<(int Tag, byte[] Body)> Read(byte[] file)
    {
        for (var rest = Binary(file).AsMemory(); rest.Length > 0;)
        {
            var (tag, body, length) = First(rest.Span);
            yield return (tag, body);
            rest = rest[length..];
        }
    }

    /// <summary>The file's packets without armour.</summary>
    public static byte[] Binary(byte[] file)
    {
        if (file.Length > 0 && (file[0] & 0x80) != 0 && !file.AsSpan().StartsWith("\uFEFF"u8))
        {
            return file;
        }

        using var binary = new MemoryStream();
        var block = new StringBuilder();
        var place = 0;
        foreach (var raw in Encoding.Latin1.GetString(file).Split('\n'))
        {
            var line = raw.Trim();
            if (line.EndsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----", StringComparison.Ordinal)
                || line.EndsWith("-----BEGIN PGP PRIVATE KEY BLOCK-----", StringComparison.Ordinal))
            {
                (place, _) = (1, block.Clear());
            }
            else if (line.StartsWith("-----END PGP ", StringComparison.Ordinal) && place > 0)
            {
                place = 0;
                binary.Write(Base64(block.ToString()));
            }
            else if (place == 1)
            {
                place = line.Length == 0 ? 2 : 1;
            }
            else if (place == 2 && !line.StartsWith('='))
            {
                block.Append(line);
            }
        }

        return binary.ToArray();
    }

    private static byte[] Base64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new MalformedPacketException();
        }
    }

    private static (int Tag, byte[] Body, int Length) First(ReadOnlySpan<byte> bytes)
    {
        var fields = new PacketFields(bytes);
        var first = fields.Byte();
        if ((first & 0x80) == 0)
        {
            throw new MalformedPacketException();
        }

        var isNew = (first & 0x40) != 0;
        var length = isNew ? NewLength(ref fields) : (first & 3) switch
        {
            0 => fields.Byte(),
            1 => fields.UInt16(),
            2 => fields.UInt32(),
            _ => throw new MalformedPacketException(),
        };
        var body = fields.Bytes(length <= int.MaxValue ? (int)length : throw new MalformedPacketException()).ToArray();
        return (isNew ? first & 0x3f : (first >> 2) & 0x0f, body, bytes.Length - fields.Left);
    }

    private static long NewLength(ref PacketFields fields)
    {
        var first = fields.Byte();
        return first switch
        {
            < 192 => first,
            < 224 => ((first - 192) << 8) + fields.Byte() + 192,
            255 => fields.UInt32(),
            _ => throw new MalformedPacketException(),
        };
    }
}
