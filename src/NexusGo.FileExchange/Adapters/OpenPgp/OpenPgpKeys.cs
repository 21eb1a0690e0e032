using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

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
}

/// <summary>Makes and exports keys for operators, each time in a throw-away home inside <see cref="GnuPgOptions.RunDirectory"/>.</summary>
/// <remarks>
/// New keys do not announce AEAD: the packets that gpg 2.3 and later would send to such a key are read by few other programs.
/// </remarks>
public sealed class OpenPgpKeys(GnuPgOptions options, TimeProvider time)
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

        await using var home = await GnuPgHome.CreateAsync(options, NullLogger.Instance, cancellationToken);
        await using var agent = await GnuPgAgent.StartAsync(home.Program, cancellationToken);
        var made = await home.Program.RunGpgAsync(
            ["--keyring", GnuPgOwnKeys.Keyring, "--pinentry-mode", "loopback", "--gen-key"],
            Encoding.UTF8.GetBytes(Parameters(request)), cancellationToken);
        var list = await home.Program.RunGpgAsync(["--keyring", GnuPgOwnKeys.Keyring, "--with-colons", "--list-secret-keys"], default, cancellationToken);
        if (made.ExitCode != 0 || GnuPgKey.ParseListing(list.Output) is not [var key])
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, false, $"gpg could not make a key (exit code {made.ExitCode}).");
        }

        await ExportAsync(home.Program, "--export-secret-keys", key.Fingerprint, request.Passphrase, request.SecretKeyFile, cancellationToken);
        await ExportAsync(home.Program, "--export", key.Fingerprint, null, request.CertificateFile, cancellationToken);
        return key.ToInfo();
    }

    /// <summary>Writes the certificate of one of our keys, for handing it to customers.</summary>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public async Task ExportCertificateAsync(GnuPgOwnKey own, string certificateFile, CancellationToken cancellationToken)
    {
        await using var home = await GnuPgHome.CreateAsync(options, NullLogger.Instance, cancellationToken);
        await using var agent = await GnuPgAgent.StartAsync(home.Program, cancellationToken);
        var keys = await GnuPgOwnKeys.LoadAsync(home.Program, agent, [own], time.GetUtcNow(), cancellationToken);
        await ExportAsync(home.Program, "--export", keys.Find(own.Fingerprint)!.Fingerprint, null, certificateFile, cancellationToken);
    }

    private static async Task ExportAsync(GnuPgProgram program, string what, string fingerprint, string? passphrase, string file,
        CancellationToken cancellationToken)
    {
        string[] unlock = passphrase is null ? [] : ["--pinentry-mode", "loopback", "--passphrase-fd", "0"];
        var result = await program.RunGpgAsync(["--keyring", GnuPgOwnKeys.Keyring, .. unlock, "--armor", what, fingerprint],
            Encoding.UTF8.GetBytes(passphrase ?? ""), cancellationToken);
        if (result.ExitCode != 0 || result.Output.Length == 0)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, false, $"gpg could not export a key (exit code {result.ExitCode}).");
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                | (what == "--export" ? UnixFileMode.GroupRead | UnixFileMode.OtherRead : 0);
        }

        await using var stream = new FileStream(file, options);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(result.Output), cancellationToken);
    }

    private static string Parameters(OpenPgpKeyRequest request)
    {
        var (signing, encrypting) = request.Kind switch
        {
            OpenPgpKeyKind.Rsa3072 => ("Key-Type: rsa\nKey-Length: 3072", "Subkey-Type: rsa\nSubkey-Length: 3072"),
            OpenPgpKeyKind.Rsa4096 => ("Key-Type: rsa\nKey-Length: 4096", "Subkey-Type: rsa\nSubkey-Length: 4096"),
            OpenPgpKeyKind.NistP256 => Nist("nistp256"),
            OpenPgpKeyKind.NistP384 => Nist("nistp384"),
            OpenPgpKeyKind.NistP521 => Nist("nistp521"),
            _ => ("Key-Type: eddsa\nKey-Curve: ed25519", "Subkey-Type: ecdh\nSubkey-Curve: cv25519"),
        };
        var days = request.ValidDays.ToString(CultureInfo.InvariantCulture);
        return $"""
            {(request.Passphrase is null ? "%no-protection" : "")}
            {signing}
            Key-Usage: sign
            {encrypting}
            Subkey-Usage: encrypt
            Name-Real: {request.Name}
            {(request.Passphrase is null ? "" : $"Passphrase: {request.Passphrase}")}
            Expire-Date: {days}
            Preferences: AES256 AES192 AES SHA512 SHA384 SHA256 ZLIB ZIP Uncompressed
            %commit

            """;
    }

    private static (string Signing, string Encrypting) Nist(string curve) =>
        ($"Key-Type: ecdsa\nKey-Curve: {curve}", $"Subkey-Type: ecdh\nSubkey-Curve: {curve}");
}
