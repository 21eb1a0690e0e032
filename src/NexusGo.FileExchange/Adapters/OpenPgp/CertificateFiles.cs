using System.Collections.Concurrent;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Customers' certificates by file. A file is read for every message and judged once for each content, so an edited one counts at once.
/// </summary>
internal sealed class CertificateFiles
{
    private const int LargestFileBytes = 1 << 20;
    private const int MostFiles = 10_000;

    private readonly ConcurrentDictionary<string, IReadOnlyList<Certificate>> byContent = new(StringComparer.Ordinal);

    /// <exception cref="FileExchangeException">A file cannot be read, holds a secret key, or does not hold its certificate.</exception>
    public async Task<IReadOnlyList<Certificate>> GetAsync(IReadOnlyList<OpenPgpCertificate> certificates,
        CancellationToken cancellationToken)
    {
        var found = new List<Certificate>();
        foreach (var certificate in certificates)
        {
            found.Add(Pick(certificate, Judge(await ReadAsync(certificate.File, cancellationToken).ConfigureAwait(false))));
        }

        return found;
    }

    private static Certificate Pick(OpenPgpCertificate wanted, IReadOnlyList<Certificate> held)
    {
        if (held.Any(one => one.HasSecret))
        {
            throw Unavailable($"{wanted.File} holds a secret key; only certificates belong there.");
        }

        return held.FirstOrDefault(one => one.Is(wanted.Fingerprint))
            ?? throw Unavailable($"{wanted.File} does not hold the certificate {wanted.Fingerprint}.");
    }

    private IReadOnlyList<Certificate> Judge(byte[] content)
    {
        if (byContent.Count > MostFiles)
        {
            byContent.Clear();
        }

        return byContent.GetOrAdd(Convert.ToHexString(SHA256.HashData(content)), _ => CertificateReader.Read(content));
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return new FileInfo(file).Length <= LargestFileBytes
                ? await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)
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
