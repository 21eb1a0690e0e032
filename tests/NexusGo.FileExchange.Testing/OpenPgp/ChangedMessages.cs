using System.IO.Compression;
using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>A message and what was done to it.</summary>
/// <param name="Name">The legal form that it was made from, and its changes.</param>
/// <param name="Bytes">The changed message.</param>
public sealed record ChangedMessage(string Name, byte[] Bytes)
{
    /// <summary>It is inside an encryption to our key.</summary>
    public bool IsEncrypted { get; init; }
}

/// <summary>
/// Makes messages out of legal ones by one change or two: of packets and their order, of headers, of fields, of single bits and bytes, of
/// the length. The same random numbers make the same messages, because the signatures and the keys are the same on every run.
/// </summary>
internal sealed class ChangedMessages(CertificateCorpus corpus, byte[] content, Random random)
{
    /// <summary>
    /// What a packet may be put in between: marker, padding, trust, user id, unknown ones, a literal, an empty compressed packet.
    /// </summary>
    private static readonly byte[][] Foreign =
    [
        [0xca, 3, .. "PGP"u8], [0xca, 3, .. "XYZ"u8], [0xd5, 2, 1, 2], [0xcc, 2, 1, 2], [0xcd, 3, .. "eve"u8], [0xe7, 1, 1], [0xfc, 1, 1],
        [0xc0, 1, 1],
        OpenPgpPackets.Literal("EVIL"), [0xc8, 1, 0], [0xd3, 20, .. new byte[20]], [0xc9, 2, 1, 2],
    ];

    private readonly (string Name, (int Tag, byte[] Body)[] Packets)[] forms = [.. Forms(corpus, content)];

    /// <summary>The legal messages themselves.</summary>
    public IEnumerable<ChangedMessage> Legal => forms.Select(form => new ChangedMessage(form.Name, Join(form.Packets.Select(PacketOf))));

    /// <summary>The next changed message.</summary>
    public ChangedMessage Next()
    {
        var (form, packets) = forms[random.Next(forms.Length)];
        var name = form;
        var list = packets.Select(packet => (packet.Tag, packet.Body, Bytes: PacketOf(packet))).ToList();
        var changes = 1 + random.Next(2);
        var ofPackets = random.Next(changes + 1);
        for (var n = 0; n < ofPackets; n++)
        {
            name += ", " + ChangePackets(list);
        }

        var bytes = Join(list.Select(packet => packet.Bytes)).ToList();
        for (var n = ofPackets; n < changes; n++)
        {
            name += ", " + ChangeBytes(bytes);
        }

        return new ChangedMessage(name, [.. bytes]);
    }

    private static IEnumerable<(string Name, (int Tag, byte[] Body)[] Packets)> Forms(CertificateCorpus corpus, byte[] content)
    {
        (int, byte[])[] binary = [.. Split(corpus.Message(false, content))];
        (int, byte[])[] bySubkey = [.. Split(corpus.Message(true, content))];
        yield return ("signed", binary);
        yield return ("signed by the subkey", bySubkey);
        yield return ("signed as text", [.. Split(corpus.Message(false, content, isText: true))]);
        yield return ("signature first", [binary[2], binary[1]]);
        yield return ("signed twice", [(4, [.. bySubkey[0].Item2.AsSpan()[..^1], 0]), binary[0], binary[1], binary[2], bySubkey[2]]);
        yield return ("packed", [(8, [0, .. corpus.Message(false, content)])]);
        yield return ("packed by zlib", [(8, [2, .. Zlib(corpus.Message(false, content))])]);
    }

    private string ChangePackets(List<(int Tag, byte[] Body, byte[] Bytes)> list)
    {
        if (list.Count == 0)
        {
            return "nothing left";
        }

        var place = random.Next(list.Count);
        var (tag, body, _) = list[place];
        void Set(byte[] changed) => list[place] = (tag, changed, PacketBytes.Packet(tag, changed));
        switch (random.Next(13))
        {
            case 0:
                list.RemoveAt(place);
                return "a packet removed";
            case 1:
                list.Insert(random.Next(list.Count + 1), list[place]);
                return "a packet doubled";
            case 2:
                var other = random.Next(list.Count);
                (list[place], list[other]) = (list[other], list[place]);
                return "two packets swapped";
            case 3:
                list.Insert(random.Next(list.Count + 1), (0, [], Foreign[random.Next(Foreign.Length)]));
                return "a foreign packet";
            case 4:
                list[place] = (tag, body, WithHeader(tag, body, random.Next(6)));
                return "another header";
            case 5:
                byte[] whole = [.. Join(list.Select(packet => packet.Bytes))];
                byte[] packed = random.Next(2) == 0 ? [0, .. whole] : [2, .. Zlib(whole)];
                list.Clear();
                list.Add((8, packed, WithHeader(8, packed, random.Next(6))));
                return "packed once more";
            case 6 when body.Length > 0:
                Set(Flipped(body));
                return $"a bit of packet {tag}";
            case 7:
                Set([.. body, .. Some(1 + random.Next(3))]);
                return $"packet {tag} made longer";
            case 8 when body.Length > 0:
                Set(body[..random.Next(body.Length)]);
                return $"packet {tag} made shorter";
            case 9 when tag == 2 && IsWhole(body):
                Set(WithSubpacket(body));
                return "a subpacket without a signature";
            case 10 when tag == 2 && IsWhole(body):
                Set(WithZeros(body));
                return "a number with a zero in front";
            case 11 when tag == 11 && body.Length > 6:
                Set([(byte)"btul1mx"[random.Next(7)], 4, .. "name"u8, .. Some(4), .. body.AsSpan(6)]);
                return "another head of the literal";
            case 12 when tag is 2 or 4 && body.Length > 0:
                var changed = body.ToArray();
                changed[random.Next(Math.Min(4, changed.Length))] = (byte)random.Next(30);
                Set(changed);
                return $"another number in packet {tag}";
            default:
                list[place] = (tag, body, [.. list[place].Bytes, .. Some(1)]);
                return "a byte between packets";
        }
    }

    private string ChangeBytes(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            return "nothing left";
        }

        var place = random.Next(bytes.Count);
        switch (random.Next(7))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                return "a bit";
            case 1:
                bytes[place] = (byte)random.Next(256);
                return "a byte";
            case 2:
                bytes.Insert(place, (byte)random.Next(256));
                return "a byte more";
            case 3:
                bytes.RemoveAt(place);
                return "a byte less";
            case 4:
                bytes.InsertRange(place, bytes.GetRange(place, random.Next(bytes.Count - place)));
                return "a part doubled";
            case 5:
                bytes.RemoveRange(place, bytes.Count - place);
                return "cut";
            default:
                bytes.AddRange(Some(1 + random.Next(20)));
                return "bytes behind";
        }
    }

    private byte[] Flipped(byte[] body)
    {
        var changed = body.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return changed;
    }

    private byte[] Some(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>Old headers of each length, new ones of five bytes, in pieces, and up to the end (RFC 9580, 4.2).</summary>
    private static byte[] WithHeader(int tag, byte[] body, int kind) => kind switch
    {
        0 when body.Length < 256 && tag < 16 => [(byte)(0x80 | (tag << 2)), (byte)body.Length, .. body],
        1 when tag < 16 => [(byte)(0x81 | (tag << 2)), (byte)(body.Length >> 8), (byte)body.Length, .. body],
        2 when tag < 16 => [(byte)(0x82 | (tag << 2)), .. PacketBytes.UInt32((uint)body.Length), .. body],
        3 when tag < 16 => [(byte)(0x83 | (tag << 2)), .. body],
        4 when body.Length > 2 => [(byte)(0xc0 | tag), 0xe1, .. body.AsSpan(0, 2), (byte)Math.Min(191, body.Length - 2), .. body.AsSpan(2)],
        _ => OpenPgpPackets.Packet(tag, body),
    };

    /// <summary>No change before took a part of the signature away.</summary>
    private static bool IsWhole(byte[] signature) => signature is [4, _, _, _, 0, < 64, ..] && signature.Length > 100
        && signature[6 + signature[5]] == 0;

    /// <summary>An unhashed subpacket more, of a kind that means nothing there, or names another issuer.</summary>
    private byte[] WithSubpacket(byte[] body)
    {
        var at = 6 + (body[4] << 8) + body[5];
        byte[] more = random.Next(2) == 0 ? [3, 99, .. Some(2)] : [9, 16, .. Some(8)];
        var length = (body[at] << 8) + body[at + 1] + more.Length;
        return [.. body.AsSpan(0, at), (byte)(length >> 8), (byte)length, .. more, .. body.AsSpan(at + 2)];
    }

    /// <summary>The first number of the signature with a zero octet in front of it, which no program writes.</summary>
    private static byte[] WithZeros(byte[] body)
    {
        var at = 6 + (body[4] << 8) + body[5];
        at += 2 + (body[at] << 8) + body[at + 1] + 2;
        var bits = ((body[at] << 8) + body[at + 1] + 15) / 8 * 8;
        return [.. body.AsSpan(0, at), (byte)(bits >> 8), (byte)bits, 0, .. body.AsSpan(at + 2)];
    }

    private static byte[] PacketOf((int Tag, byte[] Body) packet) => PacketBytes.Packet(packet.Tag, packet.Body);

    private static byte[] Join(IEnumerable<byte[]> packets) => [.. packets.SelectMany(packet => packet)];

    private static byte[] Zlib(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Packets of fewer than 192 bytes with new headers, as the corpus makes them.</summary>
    private static IEnumerable<(int Tag, byte[] Body)> Split(byte[] message)
    {
        for (var rest = message; rest.Length > 0; rest = rest[(2 + rest[1])..])
        {
            yield return (rest[0] & 0x3f, rest[2..(2 + rest[1])]);
        }
    }
}
