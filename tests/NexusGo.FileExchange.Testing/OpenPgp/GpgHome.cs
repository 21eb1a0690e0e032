using System.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>A person's own GnuPG, run as that person would run it: the sender of golden messages, good and bad.</summary>
public sealed class GpgHome : IDisposable
{
    public const string Curve25519 =
        "Key-Type: eddsa\nKey-Curve: ed25519\nKey-Usage: sign\nSubkey-Type: ecdh\nSubkey-Curve: cv25519\nSubkey-Usage: encrypt";

    /// <summary>A primary key that only certifies; add subkeys by <c>--quick-add-key</c>.</summary>
    public const string CertifyOnly =
        "Key-Type: eddsa\nKey-Curve: ed25519\nKey-Usage: cert\nSubkey-Type: eddsa\nSubkey-Curve: ed25519\nSubkey-Usage: sign";

    private readonly string home = Directory.CreateTempSubdirectory("g-").FullName;

    public GpgHome() => File.WriteAllText(Path.Combine(home, "gpg-agent.conf"), "disable-scdaemon\n");

    public static string Rsa(int bits) =>
        $"Key-Type: rsa\nKey-Length: {bits}\nKey-Usage: sign\nSubkey-Type: rsa\nSubkey-Length: {bits}\nSubkey-Usage: encrypt";

    public static string Nist(string curve) =>
        $"Key-Type: ecdsa\nKey-Curve: {curve}\nKey-Usage: sign\nSubkey-Type: ecdh\nSubkey-Curve: {curve}\nSubkey-Usage: encrypt";

    public string PathOf(string name) => Path.Combine(home, name);

    /// <summary>Runs gpg; anything but exit code 0 is an error that shows what gpg said.</summary>
    public byte[] Run(byte[] input, params string[] arguments) => RunAll(input, arguments).Output;

    /// <inheritdoc cref="Run"/>
    public (byte[] Output, string Said) RunAll(byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo("gpg") { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        foreach (var argument in new[] { "--homedir", home, "--no-tty", "--yes", "--trust-model", "always" }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!Task.WaitAll([said, reading], TimeSpan.FromSeconds(60)) || !process.WaitForExit(10_000))
        {
            process.Kill();
            throw new TimeoutException($"gpg {string.Join(' ', arguments)} hangs.");
        }

        return process.ExitCode == 0 ? (output.ToArray(), said.Result)
            : throw new InvalidOperationException($"gpg {string.Join(' ', arguments)}: {said.Result}");
    }

    /// <summary>Makes a key without passphrase and gives its fingerprint.</summary>
    public string Generate(string name, string kind = Curve25519, string expires = "0", params string[] options)
    {
        var parameters = $"%no-protection\n{kind}\nName-Real: {name}\nExpire-Date: {expires}\n%commit\n";
        var status = Run(System.Text.Encoding.UTF8.GetBytes(parameters), [.. options, "--batch", "--status-fd", "1", "--gen-key"]);
        var words = System.Text.Encoding.UTF8.GetString(status).Split(' ', '\n');
        return words[Array.IndexOf(words, "KEY_CREATED") + 2];
    }

    /// <summary>Exports a certificate into a file of this home.</summary>
    public OpenPgpCertificate Export(string fingerprint)
    {
        var file = PathOf(fingerprint + ".pub.asc");
        File.WriteAllBytes(file, Run([], "--batch", "--armor", "--export", fingerprint));
        return new OpenPgpCertificate(fingerprint, file);
    }

    public string ExportSecret(string fingerprint)
    {
        var file = PathOf(fingerprint + ".sec.asc");
        File.WriteAllBytes(file, Run([], "--batch", "--armor", "--export-secret-keys", fingerprint));
        return file;
    }

    public void Import(params OpenPgpCertificate[] certificates)
    {
        foreach (var certificate in certificates)
        {
            Run([], "--batch", "--import", certificate.File);
        }
    }

    /// <summary>The same certificate with its owner's revocation added.</summary>
    public OpenPgpCertificate Revoke(string fingerprint)
    {
        using var other = new GpgHome();
        other.Import(Export(fingerprint));
        var revocation = File.ReadAllText(PathOf($"openpgp-revocs.d/{fingerprint}.rev"))
            .Replace(":-----BEGIN", "-----BEGIN", StringComparison.Ordinal);
        // gpg wants its trust database for this, and makes none under the trust model "always".
        other.Run(System.Text.Encoding.ASCII.GetBytes(revocation), "--batch", "--trust-model", "pgp", "--import");
        var file = PathOf(fingerprint + ".revoked.asc");
        File.WriteAllBytes(file, other.Run([], "--batch", "--armor", "--export", fingerprint));
        return new OpenPgpCertificate(fingerprint, file);
    }

    /// <summary>Signs and encrypts.</summary>
    public byte[] Seal(byte[] clear, string signer, string recipient, params string[] options) =>
        Run(clear, ["--batch", "-u", signer, "-r", recipient, .. options, "--sign", "--encrypt"]);

    public void Dispose()
    {
        using var end = Process.Start("gpgconf", ["--homedir", home, "--kill", "all"]);
        end.WaitForExit(10_000);
        Directory.Delete(home, recursive: true);
    }
}
