using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// A certificate: a primary key and its subkeys, with what their own signatures say of them. Only signatures that were verified are in
/// here.
/// </summary>
internal sealed class Certificate(IReadOnlyList<CertificateKey> keys, bool hasSecret)
{
    public CertificateKey Primary => keys[0];

    /// <summary>The primary key first.</summary>
    public IReadOnlyList<CertificateKey> Keys => keys;

    /// <summary>The file holds the secret half.</summary>
    public bool HasSecret => hasSecret;

    public string Fingerprint => Primary.Key.Fingerprint;

    /// <summary>Fingerprints in configurations come in either case.</summary>
    public bool Is(string fingerprint) => string.Equals(Fingerprint, fingerprint, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why the part cannot be used at that time, or null. The primary key's end is everybody's end.</summary>
    public PartFault? FaultOf(CertificateKey part, DateTimeOffset now) =>
        Primary.FaultAt(now) ?? (part == Primary ? null : part.FaultAt(now));

    /// <summary>The newest part that can be used for this now, or null.</summary>
    public CertificateKey? Find(Func<CertificateKey, bool> can, DateTimeOffset now) =>
        keys.Where(part => can(part) && FaultOf(part, now) is null).OrderByDescending(part => part != Primary)
            .ThenByDescending(part => part.Key.CreatedAt).FirstOrDefault();

    public OpenPgpKeyInfo ToInfo() => new()
    {
        Fingerprint = Fingerprint,
        Algorithm = string.Join('/', keys.Select(part => part.Key.Name).Distinct()),
        CreatedAt = Primary.Key.CreatedAt,
        ExpiresAt = Primary.EndsAt,
        SigningEndsAt = EndOf(part => part.CanSign),
        EncryptionEndsAt = EndOf(part => part.CanEncrypt),
        IsRevoked = Primary.IsRevoked,
        CanSign = keys.Any(part => part.CanSign && !part.IsRevoked),
        CanEncrypt = keys.Any(part => part.CanEncrypt && !part.IsRevoked),
        HasSecret = hasSecret,
        Weakness = keys.Where(part => !part.IsRevoked).Select(part => part.Weakness).FirstOrDefault(weakness => weakness is not null),
    };

    private DateTimeOffset? EndOf(Func<CertificateKey, bool> can)
    {
        var ends = keys.Where(part => can(part) && !part.IsRevoked).Select(part => part.EndsAt ?? DateTimeOffset.MaxValue)
            .DefaultIfEmpty(DateTimeOffset.MaxValue).Max();
        var end = Primary.EndsAt < ends ? Primary.EndsAt.Value : ends;
        return end == DateTimeOffset.MaxValue ? null : end;
    }
}

/// <summary>Why a part of a certificate cannot be used.</summary>
internal enum PartFault
{
    Revoked,
    Expired,
    /// <summary>Made later than now.</summary>
    NotYet,
    /// <summary>No valid signature of the primary key says that it belongs to the certificate.</summary>
    NotBound,
}

/// <summary>One key of a certificate and what the latest of its own signatures says.</summary>
internal sealed class CertificateKey(PublicKey key)
{
    public PublicKey Key => key;

    /// <summary>
    /// The latest signature that binds it: a subkey's binding, or the primary key's certification of a user id and direct-key signature.
    /// </summary>
    public IReadOnlyList<SelfSignature> Bindings { get; init; } = [];

    public bool IsRevoked { get; init; }

    /// <summary>It was bound, but only by signatures with MD5 or SHA-1.</summary>
    public bool IsBoundWeakly { get; init; }

    /// <summary>The earliest end that a current binding gives it; null = never.</summary>
    public DateTimeOffset? EndsAt => Bindings.Select(binding => binding.KeyEndsAt).Where(end => end is not null).Min();

    public bool CanSign => key.CanSign && Bindings.Count > 0 && Bindings.All(binding => binding.MaySign);

    public bool CanEncrypt => key.CanEncrypt && Bindings.Count > 0 && Bindings.All(binding => binding.MayEncrypt);

    public string? Weakness => key.Weakness
        ?? (Bindings.Count > 0 ? null : IsBoundWeakly ? $"{key.Name}: its own signatures use MD5 or SHA-1"
        : $"{key.Name}: no valid signature of its own");

    public PartFault? FaultAt(DateTimeOffset now) =>
        IsRevoked ? PartFault.Revoked
        : Bindings.Count == 0 ? PartFault.NotBound
        : EndsAt <= now || Bindings.Any(binding => binding.EndsAt <= now) ? PartFault.Expired
        : key.CreatedAt > now + SignatureJudge.ClockTolerance ? PartFault.NotYet
        : null;
}

/// <summary>A verified signature of a key about itself or about a subkey.</summary>
/// <param name="EndsAt">When the signature itself ends; null = never.</param>
/// <param name="KeyEndsAt">When it says that the key ends; null = never.</param>
/// <param name="MaySign">The key may sign content; for a subkey only with the subkey's own word for it.</param>
/// <param name="MayEncrypt">One may encrypt to the key.</param>
internal sealed record SelfSignature(DateTimeOffset? EndsAt, DateTimeOffset? KeyEndsAt, bool MaySign, bool MayEncrypt);
