using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.OpenPgp;

/// <summary>OpenPGP (RFC 4880, RFC 9580) through one engine: open = decrypt and verify, seal = sign and encrypt, inspect a key.</summary>
/// <remarks>
/// A message that is refused is a verdict, not an exception. <see cref="FileExchangeException"/> is thrown when the engine itself fails
/// (<see cref="FailureReason.OpenPgpFailure"/>) or when a key file that the configuration names
/// cannot be used (<see cref="FailureReason.SecretUnavailable"/>). A failure of the caller's own streams passes through as it is.
/// Neither clear text nor an unlocked secret key ever touches the disk through an implementation.
/// </remarks>
public interface IOpenPgp
{
    /// <summary>
    /// Starts opening a message. The clear text of the result is provisional until <see cref="IOpenPgpMessage.CompleteAsync"/> has given a
    /// good verdict. The message is read until the result is disposed of; the caller closes it after that.
    /// </summary>
    ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken);

    /// <summary>
    /// Signs with our key and encrypts to the recipients while copying <paramref name="clear"/> to <paramref name="message"/>.
    /// </summary>
    /// <remarks>
    /// What was written is of use only when the call returns. A recipient that has expired, is revoked or too weak is reason
    /// <see cref="FailureReason.OpenPgpFailure"/>, not transient; a signing key that is not the engine's own is an
    /// <see cref="ArgumentException"/>.
    /// </remarks>
    ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken);

    /// <summary>Describes the certificates in a key file (armoured or binary), public or secret. Unreadable = an empty list.</summary>
    ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken);
}

/// <summary>A message being opened.</summary>
public interface IOpenPgpMessage : IAsyncDisposable
{
    /// <summary>Provisional clear text; forward-only. It ends early when the message is refused: only the verdict tells.</summary>
    Stream Clear { get; }

    /// <summary>Reads the rest, if any, and gives the verdict on the whole message.</summary>
    ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken);
}

/// <summary>What a message must satisfy.</summary>
public sealed record OpenPgpPolicy
{
    /// <summary>Certificates whose signature counts: primary fingerprint (upper-case hex) and the file the certificate is in.</summary>
    public required IReadOnlyList<OpenPgpCertificate> Signers { get; init; }

    /// <summary>Whose message it is: only so many of one customer are open at the same time.</summary>
    public string Customer { get; init; } = "";

    /// <summary>How many, at least 1. The same for all messages of a customer, unless the profile changed.</summary>
    public int SlotsOfCustomer { get; init; } = int.MaxValue;

    /// <summary>A message that is not encrypted is F-PGP-01. False = one that is only signed is opened too.</summary>
    public bool RequireEncryption { get; init; } = true;

    /// <summary>
    /// A message without signature is F-PGP-03. False = none is needed, but one that is there must still be good and of a registered
    /// signer.
    /// </summary>
    public bool RequireSignature { get; init; } = true;

    /// <summary>Largest clear text in bytes; more is F-SIZ-01.</summary>
    public long MaxClearBytes { get; init; } = 1L << 30;

    /// <summary>Largest clear : message ratio, looked at once the clear text is over 1 MiB; more is F-PGP-08.</summary>
    public int MaxRatio { get; init; } = 100;

    /// <summary>Longest time for the whole message, without the time its reader takes between reads; more is F-PGP-08.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>A certificate (public key) by file.</summary>
public sealed record OpenPgpCertificate(string Fingerprint, string File);

/// <summary>Who a message is sealed for.</summary>
public sealed record OpenPgpSealing
{
    public required IReadOnlyList<OpenPgpCertificate> Recipients { get; init; }

    /// <summary>Primary fingerprint of our signing key.</summary>
    public required string SignWith { get; init; }
}

/// <summary>The verdict on a message.</summary>
/// <param name="ErrorCode">Null when good, otherwise F-PGP-01 … F-PGP-08 (never 06, rights are the caller's business) or F-SIZ-01.</param>
/// <param name="SignerFingerprint">Primary fingerprint (upper-case hex) of the good signature, the first one if there are several; null
/// when refused or unsigned.</param>
/// <param name="DecryptionFingerprint">Primary fingerprint of our key that opened it, or null.</param>
/// <param name="Hint">A fixed phrase for the sender; no content.</param>
public sealed record OpenPgpVerdict(string? ErrorCode, string? SignerFingerprint, string? DecryptionFingerprint, string? Hint)
{
    /// <summary>When the signature says that it was made; null when refused or unsigned.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>
    /// Whether the signature names one of our keys as the one it is meant for (RFC 9580, 5.2.3.36). One that names only others is refused.
    /// </summary>
    public bool NamesUs { get; init; }

    /// <summary>The same phrase in Swedish; null where there is none.</summary>
    public string? SwedishHint { get; init; }
}

/// <summary>A certificate as an engine reads it.</summary>
public sealed record OpenPgpKeyInfo
{
    /// <summary>Primary fingerprint, upper-case hex.</summary>
    public required string Fingerprint { get; init; }
    /// <summary>Such as <c>ed25519/cv25519</c> or <c>rsa3072</c>: of the primary key, then of subkeys that differ.</summary>
    public required string Algorithm { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    /// <summary>Of the primary key; null = never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    /// <summary>When the last part that signs ends, at the latest with the key itself; null = never, or nothing signs.</summary>
    public DateTimeOffset? SigningEndsAt { get; init; }
    /// <summary>When the last part that encrypts ends, at the latest with the key itself; null = never, or nothing encrypts.</summary>
    public DateTimeOffset? EncryptionEndsAt { get; init; }
    public bool IsRevoked { get; init; }
    public bool CanSign { get; init; }
    public bool CanEncrypt { get; init; }
    /// <summary>The file holds the secret half: one to guard, and never a customer's certificate.</summary>
    public bool HasSecret { get; init; }
    /// <summary>Why a policy would refuse it (too short RSA, old algorithm), or null.</summary>
    public string? Weakness { get; init; }
}
