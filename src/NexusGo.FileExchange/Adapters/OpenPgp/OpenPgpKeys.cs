using System.Security.Cryptography;
using NexusGo.FileExchange.OpenPgp;
using Org.BouncyCastle.Bcpg;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Kinds of keys that every program in use reads and the contract with customers accepts.</summary>
public enum OpenPgpKeyKind
{
    /// <summary>Ed25519 for signatures, Curve25519 for encryption.</summary>
    Curve25519,
    Rsa3072,
    Rsa4096,
    NistP256,
    NistP384,
    NistP521,
}

/// <summary>A key to make. Files that exist already are never replaced.</summary>
public sealed record OpenPgpKeyRequest
{
    /// <summary>The key's only user id, such as the name of the bureau.</summary>
    public required string Name { get; init; }

    public OpenPgpKeyKind Kind { get; init; } = OpenPgpKeyKind.Curve25519;

    /// <summary>Whole days from now; 0 = no end.</summary>
    public int ValidDays { get; init; } = 730;

    /// <summary>Protects the secret key file; null = unprotected.</summary>
    public string? Passphrase { get; init; }

    /// <summary>Where the armoured secret key goes (0600).</summary>
    public required string SecretKeyFile { get; init; }

    /// <summary>Where the armoured certificate goes, the half that is given away.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Without the passphrase, which a record would print.</summary>
    public override string ToString() => $"a {Kind} key, valid {ValidDays} days";
}

/// <summary>Makes and exports keys for operators.</summary>
/// <remarks>New keys are of version 4 and do not announce AEAD, because few programs read what would be sent to such a key.</remarks>
public sealed class OpenPgpKeys(TimeProvider time)
{
    /// <summary>Makes a key: one part that signs, one that decrypts.</summary>
    /// <exception cref="IOException">One of the files exists already, or cannot be written.</exception>
    public async Task<OpenPgpKeyInfo> GenerateAsync(OpenPgpKeyRequest request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Any(c => char.IsControl(c) || c is '<' or '>')
            || request.Passphrase?.Any(char.IsControl) == true)
        {
            throw new ArgumentException("A key's name and passphrase are one line of plain text.", nameof(request));
        }

        foreach (var file in new[] { request.SecretKeyFile, request.CertificateFile }.Where(File.Exists))
        {
            throw new IOException($"{file} exists already.");
        }

        var (secret, certificate) = KeyMaterial.Generate(request, time.GetUtcNow());
        try
        {
            await WriteAsync(request.SecretKeyFile, secret, isSecret: true, cancellationToken).ConfigureAwait(false);
            await WriteAsync(request.CertificateFile, certificate, isSecret: false, cancellationToken).ConfigureAwait(false);
            return CertificateReader.Read(secret)[0].ToInfo();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Writes the certificate of one of our keys, for handing it to customers.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public static async Task ExportCertificateAsync(BureauKeyFile own, string certificateFile, CancellationToken cancellationToken)
    {
        var file = await File.ReadAllBytesAsync(own.SecretKeyFile, cancellationToken).ConfigureAwait(false);
        await WriteAsync(certificateFile, [.. KeyPackets.Read(file).SelectMany(packet => PublicHalf(packet.Tag, packet.Body))],
            isSecret: false, cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(file);
    }

    private static byte[] PublicHalf(int tag, byte[] body) => tag switch
    {
        5 => PacketBytes.Packet(6, PublicKey.Parse(body)!.Body),
        7 => PacketBytes.Packet(14, PublicKey.Parse(body)!.Body),
        _ => PacketBytes.Packet(tag, body),
    };

    private static async Task WriteAsync(string file, byte[] packets, bool isSecret, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                | (isSecret ? 0 : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        using var text = new MemoryStream();
        using (var armour = ArmoredOutputStream.Build().SetVersion(null).Build(text))
        {
            armour.Write(packets, 0, packets.Length);
        }

        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(text.GetBuffer().AsMemory(0, (int)text.Length), cancellationToken).ConfigureAwait(false);
        CryptographicOperations.ZeroMemory(text.GetBuffer());
    }
}
