namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Why a message is refused: a published code and a fixed phrase.</summary>
internal sealed record Refusal(string Code, string Hint)
{
    public static readonly Refusal NotEncrypted = new("F-PGP-01", "the file is not encrypted");
    public static readonly Refusal NotForUs = new("F-PGP-02", "not encrypted to a key of ours; fetch our current public key");
    public static readonly Refusal NotSigned = new("F-PGP-03", "the message is not signed");
    public static readonly Refusal UnknownSigner = new("F-PGP-03", "signed by a key that is not registered for this customer");
    public static readonly Refusal BadSignature = new("F-PGP-03", "the signature does not fit the content");
    public static readonly Refusal SignedInFuture = new("F-PGP-03", "the signature is dated in the future; check the clock");
    public static readonly Refusal NoIntegrity = new("F-PGP-04", "encrypted without integrity protection (MDC)");
    public static readonly Refusal ExpiredKey = new("F-PGP-05", "signed by an expired key");
    public static readonly Refusal ExpiredSignature = new("F-PGP-05", "the signature has expired");
    public static readonly Refusal RevokedKey = new("F-PGP-05", "signed by a revoked key");
    public static readonly Refusal Damaged = new("F-PGP-07", "damaged");
    public static readonly Refusal Truncated = new("F-PGP-07", "truncated: the end is missing");
    public static readonly Refusal WeakDigest = new("F-PGP-08", "signature digest not accepted; use SHA-256 or better");
    public static readonly Refusal WeakCipher = new("F-PGP-08", "cipher not accepted; use AES");
    public static readonly Refusal WeakKey = new("F-PGP-08", "signing key not accepted; use RSA from 3072 bits, Curve25519 or a NIST curve");
    public static readonly Refusal Aead = new("F-PGP-08", "encrypted in the newer form of RFC 9580 (AEAD, SEIPD version 2), which is not accepted; encrypt without AEAD");
    public static readonly Refusal LibrePgpAead = new("F-PGP-08", "encrypted in the form of GnuPG 2.3 and LibrePGP (AEAD, OCB), which is not accepted; encrypt without AEAD");
    public static readonly Refusal Version6 = new("F-PGP-08", "made with or for an OpenPGP key of version 6, which is not accepted; use a key of version 4");
    public static readonly Refusal OldSignature = new("F-PGP-08", "signature of an old version (2 or 3); use a program that makes version 4");
    public static readonly Refusal ManySignatures = new("F-PGP-08", "more than four signatures");
    public static readonly Refusal WeakCertificate = new("F-PGP-08", "the signer's certificate holds together only by MD5 or SHA-1 signatures; renew it with a current program");
    public static readonly Refusal UnboundKey = new("F-PGP-03", "signed by a part of the key that is not meant or not confirmed for signing");
    public static readonly Refusal UnknownCritical = new("F-PGP-03", "the signature demands something unknown (a critical notation); sign without it");
    public static readonly Refusal MeantForOthers = new("F-PGP-03", "the signature names another recipient than us");
    public static readonly Refusal Passphrase = new("F-PGP-08", "encrypted with a passphrase; encrypt to our public key only");
    public static readonly Refusal Structure = new("F-PGP-08", "not exactly one encrypted message with one content");
    public static readonly Refusal TrailingData = new("F-PGP-08", "data after the end of the message");
    public static readonly Refusal ManyRecipients = new("F-PGP-08", "too many recipients");
    public static readonly Refusal NoMessage = new("F-PGP-08", "clear-signed texts, detached signatures and keys are not accepted; sign and encrypt in one message");
    public static readonly Refusal Bomb = new("F-PGP-08", "the content is out of proportion to the message (compression)");
    public static readonly Refusal TooSlow = new("F-PGP-08", "opening the message took too long");
    public static readonly Refusal TooLarge = new("F-SIZ-01", "the content is larger than allowed");
}
