using System.Buffers.Binary;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Reads the certificates in a key file and verifies what they say of themselves (RFC 9580, 10.1 and 5.2.4).</summary>
/// <remarks>
/// BouncyCastle's key rings are not used for this: they verify none of these signatures, and do not read every algorithm.
/// Signatures of other people are passed over. A packet that cannot be read ends with its certificate left out.
/// </remarks>
internal static class CertificateReader
{
    // Self-signatures of real certificates number in the tens; each costs a public-key operation.
    private const int MaxSelfSignatures = 500;

    public static IReadOnlyList<Certificate> Read(byte[] file)
    {
        var certificates = new List<Certificate>();
        try
        {
            Draft? draft = null;
            foreach (var (tag, body) in KeyPackets.Read(file))
            {
                if (tag is 5 or 6)
                {
                    Add(draft, certificates);
                    draft = PublicKey.Parse(body) is { } primary ? new Draft(primary, tag == 5) : null;
                }
                else
                {
                    draft?.Take(tag, body);
                }
            }

            Add(draft, certificates);
        }
        catch (MalformedPacketException)
        {
            // Ignored: what was whole before this packet counts, and nothing behind it does.
        }

        return certificates;
    }

    private static void Add(Draft? draft, List<Certificate> certificates)
    {
        if (draft is not null)
        {
            certificates.Add(draft.Judge());
        }
    }

    /// <summary>A certificate as its packets come: components and the signatures after each.</summary>
    private sealed class Draft(PublicKey primary, bool hasSecret)
    {
        private readonly List<Component> components = [new Component(primary, null)];
        private int selfSignatures;

        public void Take(int tag, byte[] body)
        {
            switch (tag)
            {
                case 2 when SignaturePacket.VersionOf(body) == 4:
                    TakeSignature(body);
                    break;
                case 13 or 17:
                    components.Add(new Component(null, UserIdForm(tag == 13 ? (byte)0xb4 : (byte)0xd1, body)));
                    break;
                case 7 or 14:
                    // A subkey that we cannot read takes its signatures with it.
                    components.Add(new Component(PublicKey.Parse(body), null));
                    break;
            }
        }

        public Certificate Judge()
        {
            var direct = components[0].Verified.Where(s => s.Type == SignaturePacket.DirectKey).MaxBy(s => s.CreatedAt);
            var certifications = components.Where(c => c.UserId is not null).SelectMany(c => c.CurrentCertification()).ToList();
            // The newest user id's certification and a direct-key signature both count for the primary key. Where they differ the stricter
            // one decides.
            SignaturePacket?[] speaking = [certifications.MaxBy(s => s.CreatedAt), direct];
            var first = new CertificateKey(primary)
            {
                Bindings = [.. speaking.OfType<SignaturePacket>().Select(s => Understand(s, primary, certifies: true, back: s))],
                IsRevoked = components[0].Verified.Any(s => s.Type == SignaturePacket.KeyRevocation),
                IsBoundWeakly = components.Any(c => c.HasWeakBinding && (c.UserId is not null || c.Key == primary)),
            };
            return new Certificate([first, .. components.Skip(1).Where(c => c.Key is not null).Select(Subkey)], hasSecret);
        }

        private CertificateKey Subkey(Component component)
        {
            var binding = component.Verified.Where(s => s.Type == SignaturePacket.SubkeyBinding).MaxBy(s => s.CreatedAt);
            return new CertificateKey(component.Key!)
            {
                Bindings = binding is null
                    ? [] : [Understand(binding, component.Key!, certifies: false, BackSignature(binding, component.Key!))],
                IsRevoked = component.Verified.Any(s => s.Type == SignaturePacket.SubkeyRevocation),
                IsBoundWeakly = component.HasWeakBinding,
            };
        }

        private static SelfSignature Understand(SignaturePacket signature, PublicKey key, bool certifies, SignaturePacket? back)
        {
            // Without flags a primary key certifies and signs, and a subkey encrypts, as RFC 4880 programs meant it.
            var flags = signature.KeyFlags ?? (certifies ? 0x03 : 0x0c);
            return new SelfSignature(back?.ExpiresAt < signature.ExpiresAt || signature.ExpiresAt is null
                ? back?.ExpiresAt : signature.ExpiresAt,
                signature.KeyExpiresAfter is null or 0 ? null : key.CreatedAt.AddSeconds(signature.KeyExpiresAfter.Value),
                (flags & 0x02) != 0 && back is not null, (flags & 0x0c) != 0);
        }

        /// <summary>A signing subkey's own word that it belongs to the primary key; without it anybody could claim the key.</summary>
        private SignaturePacket? BackSignature(SignaturePacket binding, PublicKey subkey)
        {
            foreach (var body in binding.Embedded.Take(4))
            {
                try
                {
                    var back = SignaturePacket.Parse(body);
                    if (back.Type == SignaturePacket.PrimaryBinding && !back.HasUnknownCritical
                        && Digests.Accepted(back.HashAlgorithm) is { } digest
                        && Fits(digest, back, subkey, primary.HashedForm, subkey.HashedForm))
                    {
                        return back;
                    }
                }
                catch (MalformedPacketException)
                {
                    // Ignored: a back-signature that cannot be read does not count.
                }
            }

            return null;
        }

        private void TakeSignature(byte[] body)
        {
            var component = components[^1];
            var signature = SignaturePacket.Parse(body);
            if ((signature.IssuerFingerprint is { } issuer && !issuer.AsSpan().SequenceEqual(primary.FingerprintBytes))
                || (signature.IssuerKeyId is { } id && id != primary.KeyId) || ++selfSignatures > MaxSelfSignatures)
            {
                return;
            }

            if (Digests.Accepted(signature.HashAlgorithm) is null && Digests.ForRevocations(signature.HashAlgorithm) is not null
                && signature.Type is >= 0x10 and <= 0x13 or SignaturePacket.SubkeyBinding or SignaturePacket.DirectKey)
            {
                component.HasWeakBinding = true;
                return;
            }

            var digest = signature.Type is SignaturePacket.KeyRevocation or SignaturePacket.SubkeyRevocation
                or SignaturePacket.CertificationRevocation
                ? Digests.ForRevocations(signature.HashAlgorithm) : Digests.Accepted(signature.HashAlgorithm);
            var isPrimary = components.Count == 1;
            var fits = digest is { } name && (component, signature.Type) switch
            {
                (_, SignaturePacket.KeyRevocation or SignaturePacket.DirectKey) when isPrimary =>
                    Fits(name, signature, primary, primary.HashedForm),
                ({ UserId: { } user }, (>= 0x10 and <= 0x13) or SignaturePacket.CertificationRevocation) =>
                    Fits(name, signature, primary, primary.HashedForm, user),
                ({ Key: { } sub }, SignaturePacket.SubkeyBinding or SignaturePacket.SubkeyRevocation) when !isPrimary =>
                    Fits(name, signature, primary, primary.HashedForm, sub.HashedForm),
                _ => false,
            };

            // A revocation counts even if it says something that we do not understand; anything else does not.
            if (fits && (!signature.HasUnknownCritical
                || signature.Type is SignaturePacket.KeyRevocation or SignaturePacket.SubkeyRevocation)
                && signature.CreatedAt >= primary.CreatedAt)
            {
                component.Verified.Add(signature);
            }
        }

        private static bool Fits(HashAlgorithmName digest, SignaturePacket signature, PublicKey key, params ReadOnlySpan<byte[]> parts)
        {
            using var hash = IncrementalHash.CreateHash(digest);
            foreach (var part in parts)
            {
                hash.AppendData(part);
            }

            return SignatureCheck.Fits(hash, digest, signature, key);
        }

        private static byte[] UserIdForm(byte mark, byte[] body)
        {
            var form = new byte[5 + body.Length];
            form[0] = mark;
            BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(1), body.Length);
            body.CopyTo(form, 5);
            return form;
        }
    }

    /// <summary>A key or user id and the primary key's verified signatures on it.</summary>
    private sealed class Component(PublicKey? key, byte[]? userId)
    {
        public PublicKey? Key => key;
        public byte[]? UserId => userId;
        public List<SignaturePacket> Verified { get; } = [];
        public bool HasWeakBinding { get; set; }

        /// <summary>The latest certification of a user id, unless it was revoked at that time or later.</summary>
        public IEnumerable<SignaturePacket> CurrentCertification()
        {
            var latest = Verified.Where(s => s.Type is >= 0x10 and <= 0x13).MaxBy(s => s.CreatedAt);
            var revoked = Verified.Where(s => s.Type == SignaturePacket.CertificationRevocation).MaxBy(s => s.CreatedAt);
            return latest is null || revoked?.CreatedAt >= latest.CreatedAt ? [] : [latest];
        }
    }
}
