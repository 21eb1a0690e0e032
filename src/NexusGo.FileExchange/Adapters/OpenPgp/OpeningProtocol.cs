using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Gathers the status lines of one gpg that opens a message and judges them. The verdict comes from the protocol alone: gpg's exit
/// code is 0 for a message that nobody signed, and its texts are for people.
/// </summary>
internal sealed class OpeningProtocol(OpenPgpPolicy policy, GnuPgKeyring signers, GnuPgOwnKeys ownKeys, DateTimeOffset now)
{
    /// <summary>How far ahead of ours a signer's clock may be.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromHours(1);

    // RFC 9580, 9.3 and 9.5: AES-128, -192, -256; SHA-256, -384, -512 and SHA3-256, -512.
    private static readonly HashSet<long> Ciphers = [7, 8, 9];
    private static readonly HashSet<long> Digests = [8, 9, 10, 12, 14];

    private const string HiddenKeyId = "0000000000000000";
    private const long ErrorUnsupportedAlgorithm = 4;
    private const long ErrorDigestAlgorithm = 5;

    // GPG_ERR_SEXP_INV_LEN_SPEC to GPG_ERR_SEXP_ODD_HEX_NUMBERS of libgpg-error.
    private const long FirstKeyFormatError = 201;
    private const long LastKeyFormatError = 212;

    private readonly List<Signature> signatures = [];
    private readonly List<string> namedKeyIds = [];
    private bool begun;
    private bool misbuilt;
    private bool decrypted;
    private bool badIntegrity;
    private bool failed;
    private int plaintexts;
    private GnuPgStatus? information;

    /// <summary>Primary fingerprint of our key that opened the message, or null.</summary>
    public string? DecryptionFingerprint { get; private set; }

    /// <summary>Primary fingerprint of the signer; only of meaning when there is no refusal.</summary>
    public string? SignerFingerprint => signatures.Count > 0 ? signatures[0].PrimaryFingerprint : null;

    /// <summary>The agent could not make sense of our key as it is stored, which says nothing of the message.</summary>
    public bool KeyWasUnreadable { get; private set; }

    /// <summary>Nothing of ours could open it. The agent being gone looks the same.</summary>
    public bool FoundNoKey => begun && DecryptionFingerprint is null;

    /// <summary>gpg printed something else than its status: it met a packet that is no part of a message, such as a key, and lists it.</summary>
    public void TakeListing() => misbuilt = true;

    public void Take(GnuPgStatus status)
    {
        switch (status.Keyword)
        {
            case "ENC_TO":
                namedKeyIds.Add(status[0]);
                break;
            case "DECRYPTION_KEY":
                DecryptionFingerprint ??= status[1];
                break;
            case "BEGIN_DECRYPTION":
                misbuilt |= begun;
                begun = true;
                break;
            case "DECRYPTION_INFO":
                information = status;
                break;
            case "DECRYPTION_OKAY":
                decrypted = true;
                break;
            case "BADMDC":
            case "DECRYPTION_FAILED":
                badIntegrity = true;
                break;
            case "PLAINTEXT":
                misbuilt |= ++plaintexts > 1;
                break;
            case "ERROR" when status[0] == "proc_pkt.plaintext":
                // A second content: gpg says so and stops.
                misbuilt = true;
                break;
            case "ERROR" when status[0] == "pkdecrypt_failed" && (status.Number(1) & 0xFFFF) is >= FirstKeyFormatError and <= LastKeyFormatError:
                KeyWasUnreadable = true;
                break;
            case "ERROR" or "FAILURE" or "UNEXPECTED" or "NODATA":
                failed = true;
                break;
            case "NEWSIG":
                signatures.Add(new Signature());
                break;
            case "GOODSIG" or "EXPSIG" or "EXPKEYSIG" or "REVKEYSIG" or "BADSIG" or "ERRSIG" when signatures.Count > 0:
                signatures[^1].State = status;
                break;
            case "VALIDSIG" when signatures.Count > 0:
                signatures[^1].Valid = status;
                break;
        }
    }

    /// <summary>Judges the whole message; null = good.</summary>
    public Refusal? Judge(int exitCode) => JudgeDecryption() ?? JudgeStructure() ?? JudgeSignatures() ?? JudgeExit(exitCode);

    // A key of ours tried in vain on somebody else's hidden session key makes exit code 2 as well.
    private Refusal? JudgeExit(int exitCode) =>
        !failed && (exitCode == 0 || (decrypted && namedKeyIds.Contains(HiddenKeyId))) ? null : Refusal.Damaged;

    private Refusal? JudgeDecryption()
    {
        if (!begun)
        {
            return policy.RequireEncryption ? Refusal.Damaged : null;
        }

        if (DecryptionFingerprint is null)
        {
            // A session key made for us that our key cannot open was changed on the way.
            return namedKeyIds.Exists(ownKeys.HasKeyId) ? Refusal.Damaged : Refusal.NotForUs;
        }

        if (information is not { } info)
        {
            return Refusal.Damaged;
        }

        var isProtected = info.Number(0) > 0 || info.Number(2) > 0;
        return !Ciphers.Contains(info.Number(1)) ? Refusal.WeakCipher
            : !isProtected ? Refusal.NoIntegrity
            : misbuilt ? Refusal.Structure
            : badIntegrity || !decrypted ? Refusal.Damaged
            : null;
    }

    private Refusal? JudgeStructure() => plaintexts == 1 && !misbuilt ? null : Refusal.Structure;

    private Refusal? JudgeSignatures()
    {
        if (signatures.Count == 0)
        {
            return policy.RequireSignature ? Refusal.NotSigned : null;
        }

        // Every signature must be good: a second one that is not would otherwise hide behind the first.
        return signatures.Select(Judge).FirstOrDefault(refusal => refusal is not null);
    }

    private Refusal? Judge(Signature signature)
    {
        if (signature.State is not { } state)
        {
            return Refusal.BadSignature;
        }

        switch (state.Keyword)
        {
            case "BADSIG":
                return Refusal.BadSignature;
            case "ERRSIG":
                return !Digests.Contains(state.Number(2)) || state.Number(5) is ErrorUnsupportedAlgorithm or ErrorDigestAlgorithm
                    ? Refusal.WeakDigest
                    : Refusal.UnknownSigner;
        }

        // VALIDSIG: fingerprint, date, time, expiry, version, reserved, key algorithm, digest, class, primary fingerprint.
        if (signature.Valid is not { } valid)
        {
            return Refusal.BadSignature;
        }

        var primary = signature.PrimaryFingerprint!;
        if (signers.Find(primary) is not { } key || !policy.Signers.Any(signer => key.Is(signer.Fingerprint)))
        {
            return Refusal.UnknownSigner;
        }

        var part = key.WithSubkeys.FirstOrDefault(part => part.Fingerprint == valid[0]);
        return state.Keyword switch
        {
            "REVKEYSIG" => Refusal.RevokedKey,
            "EXPKEYSIG" => Refusal.ExpiredKey,
            "EXPSIG" => Refusal.ExpiredSignature,
            _ when !Digests.Contains(valid.Number(7)) => Refusal.WeakDigest,
            _ when key.Weakness is not null || part is null or { Weakness: not null } => Refusal.WeakKey,
            _ when valid[8] is not ("00" or "01") => Refusal.BadSignature,
            _ when valid.Number(2) > (now + ClockTolerance).ToUnixTimeSeconds() => Refusal.SignedInFuture,
            _ => null,
        };
    }

    private sealed class Signature
    {
        public GnuPgStatus? State { get; set; }
        public GnuPgStatus? Valid { get; set; }
        public string? PrimaryFingerprint => Valid?[9];
    }
}
