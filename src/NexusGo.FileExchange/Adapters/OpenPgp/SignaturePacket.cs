using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// A signature of version 4 (RFC 9580, 5.2.3). What its subpackets say counts only from the hashed area, except who issued it.
/// </summary>
internal sealed class SignaturePacket
{
    /// <summary>Larger than any real signature on a message: an RSA-4096 signature with notations has less than 2 KiB.</summary>
    public const int MaxBytes = 16 * 1024;

    public const int Binary = 0x00, Text = 0x01, SubkeyBinding = 0x18, PrimaryBinding = 0x19, DirectKey = 0x1f,
        KeyRevocation = 0x20, SubkeyRevocation = 0x28, CertificationRevocation = 0x30;

    // Types of subpackets that we read, or that may be passed over on a signature of the kinds we read, although they are marked critical.
    private static readonly HashSet<int> Understood = [2, 3, 4, 7, 9, 11, 12, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34, 35];

    public required int Type { get; init; }
    public required int KeyAlgorithm { get; init; }
    public required int HashAlgorithm { get; init; }
    public DateTimeOffset CreatedAt { get; private set; }
    /// <summary>When the signature itself ends; null = never.</summary>
    public DateTimeOffset? ExpiresAt => expiresAfter is null or 0 ? null : CreatedAt.AddSeconds(expiresAfter.Value);
    /// <summary>On a self-signature: seconds from the making of the key to its end; null = no end.</summary>
    public uint? KeyExpiresAfter { get; private set; }
    /// <summary>On a self-signature: what the key may be used for (RFC 9580, 5.2.3.29); null = not said.</summary>
    public int? KeyFlags { get; private set; }
    public ulong? IssuerKeyId { get; private set; }
    public byte[]? IssuerFingerprint { get; private set; }
    /// <summary>Bodies of signatures inside this one: a signing subkey's word that it belongs to the primary key.</summary>
    public List<byte[]> Embedded { get; } = [];
    /// <summary>Fingerprints of the keys that the signer meant to send to; empty = not said.</summary>
    public List<byte[]> IntendedRecipients { get; } = [];
    /// <summary>It holds something critical that we do not understand, so it must not count (RFC 9580, 5.2.3.7).</summary>
    public bool HasUnknownCritical { get; private set; }
    /// <summary>The packet's own bytes that are hashed after the content, and how many there were.</summary>
    public required byte[] Trailer { get; init; }
    /// <summary>The first two bytes of the hash, for a quick look.</summary>
    public required byte[] HashStart { get; init; }
    /// <summary>Numbers of the signature, as the algorithm lays them out.</summary>
    public required byte[] Numbers { get; init; }

    private uint? expiresAfter;

    /// <summary>The version of a signature packet, without reading more of it.</summary>
    public static int VersionOf(ReadOnlySpan<byte> body) => body.IsEmpty ? throw new MalformedPacketException() : body[0];

    /// <exception cref="MalformedPacketException">It is no signature of version 4, or contradicts itself.</exception>
    public static SignaturePacket Parse(ReadOnlySpan<byte> body)
    {
        var fields = new PacketFields(body);
        if (fields.Byte() != 4)
        {
            throw new MalformedPacketException();
        }

        var (type, keyAlgorithm, hashAlgorithm) = (fields.Byte(), fields.Byte(), fields.Byte());
        var hashed = fields.Bytes(fields.UInt16());
        var trailer = new byte[6 + hashed.Length + 6];
        body[..(6 + hashed.Length)].CopyTo(trailer);
        trailer[^6] = 4;
        trailer[^5] = 0xff;
        BinaryPrimitives.WriteInt32BigEndian(trailer.AsSpan(trailer.Length - 4), 6 + hashed.Length);
        var unhashed = fields.Bytes(fields.UInt16());
        var signature = new SignaturePacket
        {
            Type = type,
            KeyAlgorithm = keyAlgorithm,
            HashAlgorithm = hashAlgorithm,
            Trailer = trailer,
            HashStart = fields.Bytes(2).ToArray(),
            Numbers = fields.Rest().ToArray(),
        };
        signature.TakeHashed(hashed);
        signature.TakeUnhashed(unhashed);
        return signature;
    }

    private void TakeHashed(ReadOnlySpan<byte> area)
    {
        var hasCreated = false;
        for (var fields = new PacketFields(area); fields.Left > 0;)
        {
            var subpacket = new PacketFields(fields.Bytes(fields.SubpacketLength()));
            var mark = subpacket.Byte();
            switch (mark & 0x7f)
            {
                case 2:
                    CreatedAt = hasCreated ? throw new MalformedPacketException() : DateTimeOffset.FromUnixTimeSeconds(subpacket.UInt32());
                    hasCreated = true;
                    break;
                case 3:
                    expiresAfter = expiresAfter is null ? subpacket.UInt32() : throw new MalformedPacketException();
                    break;
                case 9:
                    KeyExpiresAfter = KeyExpiresAfter is null ? subpacket.UInt32() : throw new MalformedPacketException();
                    break;
                case 27:
                    KeyFlags = KeyFlags is null ? subpacket.Left > 0 ? subpacket.Byte() : 0 : throw new MalformedPacketException();
                    break;
                case 35:
                    subpacket.Byte();
                    IntendedRecipients.Add(subpacket.Rest().ToArray());
                    break;
                case var type when type is 16 or 32 or 33:
                    TakeIssuer(type, ref subpacket);
                    break;
                case var type:
                    HasUnknownCritical |= (mark & 0x80) != 0 && !Understood.Contains(type);
                    break;
            }
        }

        if (!hasCreated)
        {
            throw new MalformedPacketException();
        }
    }

    private void TakeUnhashed(ReadOnlySpan<byte> area)
    {
        for (var fields = new PacketFields(area); fields.Left > 0;)
        {
            var subpacket = new PacketFields(fields.Bytes(fields.SubpacketLength()));
            var mark = subpacket.Byte();
            if ((mark & 0x7f) is var type && type is 16 or 32 or 33)
            {
                TakeIssuer(type, ref subpacket);
            }

            HasUnknownCritical |= (mark & 0x80) != 0 && !Understood.Contains(type);
        }
    }

    private void TakeIssuer(int type, ref PacketFields subpacket)
    {
        switch (type)
        {
            case 16:
                IssuerKeyId ??= subpacket.UInt64();
                break;
            case 32:
                Embedded.Add(subpacket.Rest().ToArray());
                break;
            default:
                IssuerFingerprint ??= subpacket.Byte() == 4 ? subpacket.Bytes(20).ToArray() : null;
                break;
        }
    }
}
