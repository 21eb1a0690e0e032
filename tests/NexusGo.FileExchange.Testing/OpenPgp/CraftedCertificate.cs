using System.Security.Cryptography;
using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// What a certificate's own signatures say, well or badly. The default is a good certificate with a primary key and a subkey that both
/// sign.
/// </summary>
public sealed record CraftedCertificate(string Name)
{
    public int? PrimaryFlags { get; init; } = 0x03;
    public int? SubkeyFlags { get; init; } = 0x02;
    /// <summary>OpenPGP numbers of digests: 1 MD5, 2 SHA-1, 8 SHA-256, 10 SHA-512, 11 SHA-224.</summary>
    public int UserIdDigest { get; init; } = 8;
    public int BindingDigest { get; init; } = 8;
    public int BackDigest { get; init; } = 8;
    public int RevocationDigest { get; init; } = 8;
    /// <summary>Days from the making of the key to its end; null = no end.</summary>
    public int? PrimaryEndsAfterDays { get; init; }
    public int? SubkeyEndsAfterDays { get; init; }
    /// <summary>Days from the making of the signature to its end.</summary>
    public int? UserIdSignatureEndsAfterDays { get; init; }
    public int? BindingEndsAfterDays { get; init; }
    public int? BackEndsAfterDays { get; init; }
    /// <summary>Days from today to the making of the signature.</summary>
    public int UserIdSignedInDays { get; init; } = -90;
    public int BoundInDays { get; init; } = -90;
    public bool WithUserId { get; init; } = true;
    public bool WithUserIdSignature { get; init; } = true;
    public bool WithBinding { get; init; } = true;
    public bool WithBack { get; init; } = true;
    public bool BackIsUnhashed { get; init; }
    public int BackType { get; init; } = 0x19;
    public bool BackByStranger { get; init; }
    public bool UserIdSignedByStranger { get; init; }
    public bool BoundByStranger { get; init; }
    /// <summary>The last byte of the signature is another.</summary>
    public bool UserIdSignatureIsDamaged { get; init; }
    public bool BindingIsDamaged { get; init; }
    public bool BackIsDamaged { get; init; }
    /// <summary>More subpackets of the signatures.</summary>
    public byte[] InUserIdSignature { get; init; } = [];
    public byte[] InBinding { get; init; } = [];
    /// <summary>A direct-key signature: days to the key's end, or 0 for none in it.</summary>
    public int? DirectKeyEndsAfterDays { get; init; }
    public bool IsRevoked { get; init; }
    public bool SubkeyIsRevoked { get; init; }
    public bool UserIdIsRevoked { get; init; }
    public bool RevokedByStranger { get; init; }
    /// <summary>More signatures of another day: what the later one says counts.</summary>
    public CraftedCertificate? Later { get; init; }
    /// <summary>Packets put behind everything.</summary>
    public byte[] Behind { get; init; } = [];
}

/// <summary>Lays crafted certificates out with keys of our own making; the keys are a hundred days old.</summary>
internal sealed class CertificateCraft(SecretPart primary, SecretPart subkey, SecretPart stranger, byte[] primaryBody, byte[] subkeyBody,
    DateTimeOffset today)
{
    private static readonly byte[] UserId = [0xb4, 0, 0, 0, 6, .. "person"u8];

    public byte[] Lay(CraftedCertificate c)
    {
        var key = PublicKey.Parse(primaryBody)!;
        var sub = PublicKey.Parse(subkeyBody)!;
        var packets = new List<byte[]> { PacketBytes.Packet(6, primaryBody) };
        if (c.IsRevoked)
        {
            packets.Add(Sign(c.RevokedByStranger ? stranger : primary, 0x20, c.RevocationDigest, -1, [], key.HashedForm));
        }

        if (c.DirectKeyEndsAfterDays is { } days)
        {
            packets.Add(Sign(primary, 0x1f, 8, -80, [.. KeyEnd(days == 0 ? null : days), .. Flags(c.PrimaryFlags)], key.HashedForm));
        }

        if (c.WithUserId)
        {
            packets.Add(PacketBytes.Packet(13, UserId.AsSpan(5)));
            packets.AddRange(UserIdSignatures(c, key));
            if (c.UserIdIsRevoked)
            {
                packets.Add(Sign(c.RevokedByStranger ? stranger : primary, 0x30, c.RevocationDigest, -1, [], key.HashedForm, UserId));
            }
        }

        packets.Add(PacketBytes.Packet(14, subkeyBody));
        if (c.SubkeyIsRevoked)
        {
            packets.Add(Sign(c.RevokedByStranger ? stranger : primary, 0x28, c.RevocationDigest, -1, [], key.HashedForm, sub.HashedForm));
        }

        packets.AddRange(Bindings(c, key, sub));
        return [.. packets.SelectMany(packet => packet), .. c.Behind];
    }

    /// <summary>A signed text: one-pass signature, literal, signature.</summary>
    /// <param name="bySubkey">Who signs.</param>
    /// <param name="content">What is signed; lines of text end with CR LF.</param>
    /// <param name="isText">The signature is one over text.</param>
    public byte[] Message(bool bySubkey, byte[] content, bool isText)
    {
        var by = bySubkey ? subkey : primary;
        var type = isText ? 1 : 0;
        return
        [
            .. PacketBytes.Packet(4, [3, (byte)type, 8, (byte)by.Part.Key.Algorithm, .. by.Part.Key.FingerprintBytes.AsSpan(12), 1]),
            .. PacketBytes.Packet(11, [(byte)(isText ? 't' : 'b'), 0, 0, 0, 0, 0, .. content]),
            .. Sign(by, type, 8, 0, [], content),
        ];
    }

    private IEnumerable<byte[]> UserIdSignatures(CraftedCertificate c, PublicKey key)
    {
        if (c.WithUserIdSignature)
        {
            var packet = Sign(c.UserIdSignedByStranger ? stranger : primary, 0x13, c.UserIdDigest, c.UserIdSignedInDays,
                [.. Flags(c.PrimaryFlags), .. KeyEnd(c.PrimaryEndsAfterDays), .. End(c.UserIdSignatureEndsAfterDays),
                .. c.InUserIdSignature], key.HashedForm, UserId);
            packet[^1] ^= (byte)(c.UserIdSignatureIsDamaged ? 1 : 0);
            yield return packet;
        }

        foreach (var later in c.Later is null ? [] : UserIdSignatures(c.Later, key))
        {
            yield return later;
        }
    }

    private IEnumerable<byte[]> Bindings(CraftedCertificate c, PublicKey key, PublicKey sub)
    {
        if (c.WithBinding)
        {
            byte[] back = [];
            if (c.WithBack)
            {
                var made = Sign(c.BackByStranger ? stranger : subkey, c.BackType, c.BackDigest, c.BoundInDays, End(c.BackEndsAfterDays),
                    key.HashedForm, sub.HashedForm);
                made[^1] ^= (byte)(c.BackIsDamaged ? 1 : 0);
                back = PacketBytes.Subpacket(32, made.AsSpan(2));
            }

            byte[] area = [.. Flags(c.SubkeyFlags), .. KeyEnd(c.SubkeyEndsAfterDays), .. End(c.BindingEndsAfterDays), .. c.InBinding];
            var packet = SignWith(c.BoundByStranger ? stranger : primary, 0x18, c.BindingDigest, c.BoundInDays, c.BackIsUnhashed
                ? area : [.. area, .. back], c.BackIsUnhashed ? back : [],
                key.HashedForm, sub.HashedForm);
            packet[^1] ^= (byte)(c.BindingIsDamaged ? 1 : 0);
            yield return packet;
        }

        foreach (var later in c.Later is null ? [] : Bindings(c.Later, key, sub))
        {
            yield return later;
        }
    }

    private static byte[] Flags(int? flags) => flags is { } value ? PacketBytes.Subpacket(27, (byte)value) : [];

    private static byte[] KeyEnd(int? days) => days is { } value ? PacketBytes.Subpacket(9, PacketBytes.UInt32((uint)value * 86_400)) : [];

    private static byte[] End(int? days) => days is { } value ? PacketBytes.Subpacket(3, PacketBytes.UInt32((uint)value * 86_400)) : [];

    private byte[] Sign(SecretPart by, int type, int digest, int inDays, byte[] area, params byte[][] parts) =>
        SignWith(by, type, digest, inDays, area, [], parts);

    private byte[] SignWith(SecretPart by, int type, int digest, int inDays, byte[] area, byte[] unhashed, params byte[][] parts)
    {
        byte[] hashed = [.. PacketBytes.Subpacket(2, PacketBytes.UInt32((uint)today.AddDays(inDays).ToUnixTimeSeconds())),
            .. PacketBytes.Subpacket(33, [4, .. by.Part.Key.FingerprintBytes]), .. area];
        byte[] head = [4, (byte)type, (byte)by.Part.Key.Algorithm, (byte)digest, (byte)(hashed.Length >> 8), (byte)hashed.Length,
            .. hashed];
        byte[] rest = [.. PacketBytes.Subpacket(16, by.Part.Key.FingerprintBytes.AsSpan(12)), .. unhashed];
        byte[] covered = [.. parts.SelectMany(part => part), .. head, 4, 0xff, .. PacketBytes.UInt32((uint)head.Length)];
#pragma warning disable CA5350, CA5351 // Signatures as old programs made them.
        var (value, name) = digest switch
        {
            1 => (MD5.HashData(covered), HashAlgorithmName.MD5),
            2 => (SHA1.HashData(covered), HashAlgorithmName.SHA1),
            10 => (SHA512.HashData(covered), HashAlgorithmName.SHA512),
            _ => (SHA256.HashData(covered), HashAlgorithmName.SHA256),
        };
#pragma warning restore CA5350, CA5351
        return PacketBytes.Packet(2,
            [.. head, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest, value[0], value[1], .. by.Sign(value, name)]);
    }
}
