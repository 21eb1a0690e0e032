using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Judges the signatures on a message by the certificates that count for its sender.</summary>
internal sealed class SignatureJudge(OpenPgpPolicy policy, IReadOnlyList<Certificate> signers, BureauSecretKeys ours, DateTimeOffset now)
{
    /// <summary>How far ahead of ours a signer's clock may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    /// <summary>Primary fingerprint of the first signer.</summary>
    public string? SignerFingerprint { get; private set; }

    /// <summary>When the first signer signed, by its clock.</summary>
    public DateTimeOffset? SignedAt { get; private set; }

    /// <summary>Whether a signature says whom it is meant for; then it is for us, or refused.</summary>
    public bool NamesUs { get; private set; }

    /// <summary>Every signature must be good: one that is not would otherwise hide behind another.</summary>
    public Refusal? Judge(IReadOnlyList<(SignaturePacket Signature, ContentDigest? Digest)> signatures)
    {
        if (signatures.Count == 0)
        {
            return policy.RequireSignature ? Refusal.NotSigned : null;
        }

        return signatures.Select(one => JudgeOne(one.Signature, one.Digest)).FirstOrDefault(refusal => refusal is not null);
    }

    private Refusal? JudgeOne(SignaturePacket signature, ContentDigest? content)
    {
        if (Digests.Accepted(signature.HashAlgorithm) is null)
        {
            return Refusal.WeakDigest;
        }

        var (certificate, part) = FindSigner(signature);
        if (certificate is null || part is null)
        {
            return Refusal.UnknownSigner;
        }

        SignerFingerprint ??= certificate.Fingerprint;
        SignedAt ??= signature.CreatedAt;
        NamesUs |= signature.IntendedRecipients.Count > 0;
        return part.Key.Weakness is not null || certificate.Primary.Key.Weakness is not null ? Refusal.WeakKey
            : signature.HasUnknownCritical ? Refusal.UnknownCritical
            : content is null || !content.Fits(signature, part.Key) ? Refusal.BadSignature
            : JudgePart(certificate, part) ?? JudgeTime(signature, part)
            ?? (signature.IntendedRecipients.Count == 0 || signature.IntendedRecipients.Exists(ours.Holds) ? null : Refusal.MeantForOthers);
    }

    private Refusal? JudgePart(Certificate certificate, CertificateKey part) => certificate.FaultOf(part, now) switch
    {
        PartFault.Revoked => Refusal.RevokedKey,
        PartFault.Expired => Refusal.ExpiredKey,
        PartFault.NotYet => Refusal.SignedInFuture,
        PartFault.NotBound => part.IsBoundWeakly || certificate.Primary.IsBoundWeakly ? Refusal.WeakCertificate : Refusal.UnboundKey,
        _ => part.CanSign ? null : Refusal.UnboundKey,
    };

    private Refusal? JudgeTime(SignaturePacket signature, CertificateKey part) =>
        signature.ExpiresAt <= now ? Refusal.ExpiredSignature
        : signature.CreatedAt > now + ClockTolerance ? Refusal.SignedInFuture
        : signature.CreatedAt < part.Key.CreatedAt ? Refusal.BadSignature
        : null;

    private (Certificate? Certificate, CertificateKey? Part) FindSigner(SignaturePacket signature)
    {
        foreach (var certificate in signers)
        {
            foreach (var part in certificate.Keys)
            {
                if (signature.IssuerFingerprint is { } issuer ? issuer.AsSpan().SequenceEqual(part.Key.FingerprintBytes)
                    : signature.IssuerKeyId == part.Key.KeyId)
                {
                    return (certificate, part);
                }
            }
        }

        return default;
    }
}
