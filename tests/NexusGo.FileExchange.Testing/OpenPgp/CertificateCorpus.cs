using NexusGo.FileExchange.Adapters.OpenPgp;
using Org.BouncyCastle.Crypto.Parameters;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// Certificates that say every kind of thing about themselves, each with a message signed by its primary key and one by its subkey.
/// </summary>
public sealed class CertificateCorpus
{
    private readonly CertificateCraft craft;

    /// <param name="day">The day of the messages, for a corpus that is the same on every run; null = today.</param>
    public CertificateCorpus(DateTimeOffset? day = null)
    {
        var today = day ?? TimeProvider.System.GetUtcNow();
        var (primary, primaryBody) = Key(1, today);
        var (subkey, subkeyBody) = Key(2, today);
        var (stranger, _) = Key(3, today);
        Fingerprint = primary.Part.Key.Fingerprint;
        craft = new CertificateCraft(primary, subkey, stranger, primaryBody, subkeyBody, today);
    }

    public string Fingerprint { get; }

    public static IReadOnlyList<CraftedCertificate> All { get; } =
    [
        new("plain"),
        .. new (string, int?)[] { ("none", null), ("nothing", 0), ("certify", 1), ("sign", 2), ("encrypt", 0x0c), ("authenticate", 0x20),
            ("all", 0x2f), ("shared", 0x83) }
            .SelectMany(f => new[] { new CraftedCertificate($"primary flags: {f.Item1}") { PrimaryFlags = f.Item2 },
                new CraftedCertificate($"subkey flags: {f.Item1}") { SubkeyFlags = f.Item2 } }),
        .. new[] { 1, 2, 10 }.SelectMany(d => new[]
        {
            new CraftedCertificate($"user id signed with digest {d}") { UserIdDigest = d },
            new CraftedCertificate($"binding with digest {d}") { BindingDigest = d },
            new CraftedCertificate($"back-signature with digest {d}") { BackDigest = d },
            new CraftedCertificate($"revoked with digest {d}") { IsRevoked = true, RevocationDigest = d },
            new CraftedCertificate($"subkey revoked with digest {d}") { SubkeyIsRevoked = true, RevocationDigest = d },
        }),
        .. new[] { 10, 1000 }.SelectMany(d => new[]
        {
            new CraftedCertificate($"primary ends after {d} days") { PrimaryEndsAfterDays = d },
            new CraftedCertificate($"subkey ends after {d} days") { SubkeyEndsAfterDays = d },
            new CraftedCertificate($"user id signature ends after {d} days") { UserIdSignatureEndsAfterDays = d },
            new CraftedCertificate($"binding ends after {d} days") { BindingEndsAfterDays = d },
            new CraftedCertificate($"back-signature ends after {d} days") { BackEndsAfterDays = d },
            new CraftedCertificate($"direct-key signature ends the key after {d} days") { DirectKeyEndsAfterDays = d },
            new CraftedCertificate($"direct-key signature alone, ends after {d} days") { DirectKeyEndsAfterDays = d, WithUserId = false },
        }),
        new("no user id") { WithUserId = false },
        new("direct-key signature alone") { WithUserId = false, DirectKeyEndsAfterDays = 0 },
        new("direct-key signature beside") { DirectKeyEndsAfterDays = 0 },
        new("no signature on the user id") { WithUserIdSignature = false },
        new("user id signed by a stranger") { UserIdSignedByStranger = true },
        new("user id signature damaged") { UserIdSignatureIsDamaged = true },
        new("user id signed tomorrow") { UserIdSignedInDays = 1 },
        new("user id signed before the key was made") { UserIdSignedInDays = -200 },
        new("user id revoked") { UserIdIsRevoked = true },
        new("user id revoked by a stranger") { UserIdIsRevoked = true, RevokedByStranger = true },
        new("user id revoked and signed again later") { UserIdIsRevoked = true,
            Later = new("") { UserIdSignedInDays = 0, WithBinding = false } },
        new("revoked") { IsRevoked = true },
        new("revoked by a stranger") { IsRevoked = true, RevokedByStranger = true },
        new("subkey revoked") { SubkeyIsRevoked = true },
        new("subkey revoked by a stranger") { SubkeyIsRevoked = true, RevokedByStranger = true },
        new("no binding") { WithBinding = false },
        new("bound by a stranger") { BoundByStranger = true },
        new("binding damaged") { BindingIsDamaged = true },
        new("bound tomorrow") { BoundInDays = 1 },
        new("bound before the key was made") { BoundInDays = -200 },
        new("no back-signature") { WithBack = false },
        new("back-signature unhashed") { BackIsUnhashed = true },
        new("back-signature of another type") { BackType = 0x18 },
        new("back-signature by a stranger") { BackByStranger = true },
        new("back-signature damaged") { BackIsDamaged = true },
        new("unknown critical in the user id signature") { InUserIdSignature = PacketBytes.Subpacket(99 | 0x80, 1) },
        new("unknown critical in the binding") { InBinding = PacketBytes.Subpacket(99 | 0x80, 1) },
        new("unknown in the binding") { InBinding = PacketBytes.Subpacket(99, 1) },
        new("critical notation in the binding") { InBinding = PacketBytes.Subpacket(20 | 0x80, 0, 0, 0, 0, 0, 1, 0, 1, (byte)'n',
            (byte)'v') },
        new("ends once more, later signature extends it") { PrimaryEndsAfterDays = 10,
            Later = new("") { UserIdSignedInDays = -1, PrimaryEndsAfterDays = 1000, WithBinding = false } },
        new("later signature ends it") { Later = new("") { UserIdSignedInDays = -1, PrimaryEndsAfterDays = 10, WithBinding = false } },
        new("later binding takes signing away") { Later = new("") { WithUserIdSignature = false, BoundInDays = -1, SubkeyFlags = 0x0c,
            WithBack = false } },
        new("later binding gives signing") { SubkeyFlags = 0x0c, WithBack = false,
            Later = new("") { WithUserIdSignature = false, BoundInDays = -1 } },
        new("later binding ends the subkey") { Later = new("") { WithUserIdSignature = false, BoundInDays = -1,
            SubkeyEndsAfterDays = 10 } },
        new("later binding is by a stranger") { Later = new("") { WithUserIdSignature = false, BoundInDays = -1, BoundByStranger = true,
            SubkeyFlags = 0x0c } },
        new("a trust packet behind") { Behind = PacketBytes.Packet(12, [1, 2]) },
        new("a subkey of an unknown algorithm behind") { Behind = PacketBytes.Packet(14, [4, 0, 0, 0, 1, 99, 1, 2, 3]) },
        new("a user attribute behind") { Behind = PacketBytes.Packet(17, [2, 1, 0]) },
    ];

    public byte[] Lay(CraftedCertificate certificate) => craft.Lay(certificate);

    public byte[] Message(bool bySubkey, byte[] content, bool isText = false) => craft.Message(bySubkey, content, isText);

    // The same keys on every run: a seed, and a day a hundred days before.
    private static (SecretPart Part, byte[] Body) Key(byte seed, DateTimeOffset today)
    {
        var secret = new Ed25519PrivateKeyParameters([.. Enumerable.Repeat(seed, 32)]);
        byte[] point = [0x40, .. secret.GeneratePublicKey().GetEncoded()];
        var made = (uint)today.AddDays(-100).ToUnixTimeSeconds();
        byte[] body = [4, .. PacketBytes.UInt32(made), 22, 9, .. Curve.Ed25519.Oid, .. PacketBytes.Mpi(point)];
        return (new SecretPart(new CertificateKey(PublicKey.Parse(body)!), secret), body);
    }
}
