using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using Org.BouncyCastle.Bcpg.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Our keys, unlocked once at the start: BouncyCastle reads and decrypts the files, the certificate in them is judged like any other.
/// </summary>
internal sealed class BureauSecretKeys : IDisposable
{
    private const int LargestFileBytes = 1 << 20;

    private readonly List<(Certificate Certificate, List<SecretPart> Parts)> keys = [];

    /// <exception cref="FileExchangeException">A key file cannot be read, does not hold its key, its passphrase does not fit, or the key is
    /// too weak.</exception>
    public static BureauSecretKeys Load(IReadOnlyList<BureauKeyFile> configured)
    {
        var loaded = new BureauSecretKeys();
        try
        {
            foreach (var own in configured)
            {
                loaded.keys.Add(LoadOne(own));
            }

            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    public int Count => keys.Count;

    /// <summary>The key with this primary fingerprint, or null.</summary>
    public Certificate? Find(string fingerprint) => keys.Select(key => key.Certificate).FirstOrDefault(key => key.Is(fingerprint));

    /// <summary>
    /// Every part that may decrypt, and the primary fingerprint of its key. An expired or revoked one still opens what was sent to it.
    /// </summary>
    public IEnumerable<(SecretPart Part, string Fingerprint)> Decrypting =>
        keys.SelectMany(key => key.Parts.Where(part => part.Part.Key.CanEncrypt && part.Part.CanEncrypt)
            .Select(part => (part, key.Certificate.Fingerprint)));

    /// <summary>Whether a fingerprint, of a primary key or a subkey, is one of ours.</summary>
    public bool Holds(byte[] fingerprint) => keys.SelectMany(key => key.Certificate.Keys)
        .Any(part => part.Key.FingerprintBytes.AsSpan().SequenceEqual(fingerprint));

    /// <summary>The newest part of one of our keys that signs now, or null.</summary>
    public SecretPart? Signing(Certificate certificate, DateTimeOffset now)
    {
        var parts = keys.First(key => key.Certificate == certificate).Parts;
        var part = certificate.Find(part => part.CanSign && parts.Exists(secret => secret.Part == part), now);
        return part is null ? null : parts.Find(secret => secret.Part == part);
    }

    public void Dispose()
    {
        foreach (var part in keys.SelectMany(key => key.Parts))
        {
            part.Dispose();
        }

        keys.Clear();
    }

    private static (Certificate Certificate, List<SecretPart> Parts) LoadOne(BureauKeyFile own)
    {
        var file = ReadFile(own.SecretKeyFile);
        try
        {
            var certificate = CertificateReader.Read(file).FirstOrDefault(key => key.HasSecret && key.Is(own.Fingerprint))
                ?? throw Unavailable($"{own.SecretKeyFile} does not hold the secret key {own.Fingerprint}.");
            if (certificate.Keys.FirstOrDefault(part => !part.IsRevoked && part.Weakness is not null)?.Weakness is { } weakness)
            {
                throw Unavailable($"Our key {own.Fingerprint} is not accepted: {weakness}.");
            }

            var parts = Unlock(own, file, certificate);
            if (!parts.Exists(part => part.Part.CanSign) && certificate.Keys.Any(part => part.CanSign))
            {
                throw Unavailable($"Our key {own.Fingerprint} cannot sign: its file lacks the secret half.");
            }

            if (!parts.Exists(part => part.Part.CanEncrypt) && certificate.Keys.Any(part => part.CanEncrypt))
            {
                throw Unavailable($"Our key {own.Fingerprint} cannot open what is encrypted to it: the file {own.SecretKeyFile} lacks the "
                    + $"secret half of its encryption key.");
            }

            return (certificate, parts);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
        }
    }

    private static List<SecretPart> Unlock(BureauKeyFile own, byte[] file, Certificate certificate)
    {
        var secrets = SecretsOf(own, file);
        if (secrets.Exists(secret => secret.IsProtectedByAead))
        {
            throw Unavailable($"Our key {own.Fingerprint} cannot be unlocked: its file is protected by AEAD. Export it without, or make a "
                + $"key by keys generate.");
        }

        var passphrase = secrets.Exists(secret => secret.IsProtected) ? own.Passphrase?.Read() ?? [] : [];
        try
        {
            return Unlock(own, secrets, certificate, passphrase);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
        }
    }

    private static List<SecretPart> Unlock(BureauKeyFile own, List<LockedSecret> secrets, Certificate certificate, byte[] passphrase)
    {
        var parts = new List<SecretPart>();
        foreach (var secret in secrets)
        {
            var part = certificate.Keys.FirstOrDefault(part => part.Key.Fingerprint == secret.Key.Fingerprint);
            if (part is null || secret.IsEmpty || !(part.CanSign || part.CanEncrypt))
            {
                continue;
            }

            try
            {
                parts.Add(new SecretPart(part, secret.Unlock(passphrase)));
            }
            catch (Exception e) when (e is PgpException or CryptographicException or IOException or MalformedPacketException
                or ArgumentException)
            {
                parts.ForEach(unlocked => unlocked.Dispose());
                throw Unavailable(
                    $"Our key {own.Fingerprint} cannot be unlocked: " + (own.Passphrase is null
                    ? "it needs a passphrase, or its file is damaged"
                    : $"is the passphrase in {own.Passphrase} the right one?"), e);
            }
        }

        return parts;
    }

    private static List<LockedSecret> SecretsOf(BureauKeyFile own, byte[] file)
    {
        try
        {
            return LockedSecret.Read(file);
        }
        catch (Exception e) when (e is PgpException or IOException or ArgumentException or MalformedPacketException)
        {
            throw Unavailable($"{own.SecretKeyFile} cannot be read as a secret key.", e);
        }
    }

    private static byte[] ReadFile(string file)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFileBytes
                ? File.ReadAllBytes(file) : throw Unavailable($"{file} is too large for a key.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{file} cannot be read.", e);
        }
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, false, message, inner);
}
