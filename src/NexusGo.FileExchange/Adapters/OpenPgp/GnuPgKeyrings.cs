using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Keyrings of customers' certificates: one for each set that was asked for, so that no customer's certificate is in sight when
/// another's message is verified. A set is known by the content of its files: an edited file makes a new keyring.
/// </summary>
internal sealed class GnuPgKeyrings(GnuPgProgram program)
{
    private const int LargestFileBytes = 1 << 20;

    private readonly ConcurrentDictionary<string, Lazy<Task<GnuPgKeyring>>> keyrings = new(StringComparer.Ordinal);

    /// <exception cref="FileExchangeException">A file cannot be read, holds a secret key, or does not hold its certificate.</exception>
    public async Task<GnuPgKeyring> GetAsync(IReadOnlyList<OpenPgpCertificate> certificates, CancellationToken cancellationToken)
    {
        if (certificates.Count == 0)
        {
            return GnuPgKeyring.Empty;
        }

        var files = new List<(OpenPgpCertificate Certificate, byte[] Content)>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var certificate in certificates)
        {
            var content = await ReadAsync(certificate.File, cancellationToken);
            files.Add((certificate, content));
            hash.AppendData(Encoding.ASCII.GetBytes($"{certificate.Fingerprint.ToUpperInvariant()} {content.Length}\n"));
            hash.AppendData(content);
        }

        var name = Convert.ToHexStringLower(hash.GetHashAndReset()[..16]);
        // The first caller's token must not stop the others that wait for the same keyring.
        var keyring = keyrings.GetOrAdd(name, key => new Lazy<Task<GnuPgKeyring>>(() => BuildAsync(key + ".kbx", files)));
        try
        {
            return await keyring.Value.WaitAsync(cancellationToken);
        }
        catch (FileExchangeException)
        {
            keyrings.TryRemove(KeyValuePair.Create(name, keyring));
            throw;
        }
    }

    private async Task<GnuPgKeyring> BuildAsync(string file, IReadOnlyList<(OpenPgpCertificate Certificate, byte[] Content)> files)
    {
        foreach (var (certificate, content) in files)
        {
            var found = GnuPgKey.ParseListing((await program.RunGpgAsync(Inspection, content, CancellationToken.None)).Output);
            if (found.Any(key => key.HasSecret))
            {
                throw Unavailable($"{certificate.File} holds a secret key; only certificates belong there.");
            }

            if (!found.Any(key => key.Is(certificate.Fingerprint)))
            {
                throw Unavailable($"{certificate.File} does not hold the certificate {certificate.Fingerprint}.");
            }

            await program.RunGpgAsync(["--keyring", file, "--import"], content, CancellationToken.None);
        }

        var list = await program.RunGpgAsync(["--keyring", file, "--with-colons", "--list-keys"], default, CancellationToken.None);
        var keys = GnuPgKey.ParseListing(list.Output);
        foreach (var (certificate, _) in files)
        {
            if (!keys.Any(key => key.Is(certificate.Fingerprint)))
            {
                throw Unavailable($"The certificate {certificate.Fingerprint} of {certificate.File} is not valid.");
            }
        }

        return new GnuPgKeyring(file, keys);
    }

    /// <summary>
    /// Arguments that list the keys on standard input without storing them. For an expired one gpg asks for a trust database, which it only makes
    /// under the model "pgp".
    /// </summary>
    public static IReadOnlyList<string> Inspection { get; } = ["--trust-model", "pgp", "--with-colons", "--import-options", "show-only", "--import"];

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFileBytes
                ? await File.ReadAllBytesAsync(file, cancellationToken)
                : throw Unavailable($"{file} is too large for a certificate.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"The certificate file {file} cannot be read.", e);
        }
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, false, message, inner);
}

/// <summary>A keyring and what is in it.</summary>
/// <param name="File">Its file name inside the home, or null for none.</param>
/// <param name="Keys">Its primary keys.</param>
internal sealed record GnuPgKeyring(string? File, IReadOnlyList<GnuPgKey> Keys)
{
    public static readonly GnuPgKeyring Empty = new(null, []);

    /// <summary>The primary key with this fingerprint, or null.</summary>
    public GnuPgKey? Find(string fingerprint) => Keys.FirstOrDefault(key => key.Is(fingerprint));

    /// <summary>gpg's arguments for it and our own keyring.</summary>
    public IEnumerable<string> Arguments => File is null ? ["--keyring", GnuPgOwnKeys.Keyring] : ["--keyring", GnuPgOwnKeys.Keyring, "--keyring", File];
}
