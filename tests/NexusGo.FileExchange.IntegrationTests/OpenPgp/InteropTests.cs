using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>What we seal is read by other programs, and what they make is read by us (Debian packages sq and rnp).</summary>
public sealed class InteropTests(GnuPgLab lab) : IClassFixture<GnuPgLab>, IDisposable
{
    private static readonly byte[] Text =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(n => $"\"D\";\"{n}\";\"PRODUCED\"\r\n")));

    private readonly string folder = Directory.CreateTempSubdirectory("interop-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(SealCompression.None)]
    [InlineData(SealCompression.Fast)]
    public async Task What_we_seal_opens_with_gpg_sq_and_rnp(SealCompression compression)
    {
        var message = await SealAsync(compression);
        var (clear, said) = lab.People.RunAll(message, "--batch", "--status-fd", "2", "--decrypt");
        Assert.Equal(Text, clear);
        Assert.Contains("GOODSIG", said, StringComparison.Ordinal);
        Assert.Contains("GOODMDC", said, StringComparison.Ordinal);

        // No file name goes along.
        Assert.Matches("(?m)^\\[GNUPG:\\] PLAINTEXT 62 [0-9]+ *$", said);

        var secret = lab.People.ExportSecret(lab.Customer.Fingerprint);
        Assert.Equal(Text, Run("sq", message, "decrypt", "--recipient-key", secret, "--signer-cert", lab.Ours.File, "--signatures", "1"));

        var home = Path.Combine(folder, "rnp");
        Directory.CreateDirectory(home);
        Run("rnpkeys", [], "--homedir", home, "--import-keys", secret);
        Run("rnpkeys", [], "--homedir", home, "--import-keys", lab.Ours.File);
        var file = Path.Combine(folder, "message.pgp");
        await File.WriteAllBytesAsync(file, message);
        Run("rnp", [], "--homedir", home, "--decrypt", file, "--output", Path.Combine(folder, "clear"));
        Assert.Equal(Text, await File.ReadAllBytesAsync(Path.Combine(folder, "clear")));
    }

    [Fact]
    public async Task What_sq_makes_opens()
    {
        var secret = lab.People.ExportSecret(lab.Customer.Fingerprint);
        var message = Run("sq", Text, "encrypt", "--signer-key", secret, "--recipient-cert", lab.Ours.File);
        var (clear, verdict) = await lab.Engine.OpenWholeAsync(message, new OpenPgpPolicy { Signers = [lab.Customer] });

        Assert.Equal(new OpenPgpVerdict(null, lab.Customer.Fingerprint, lab.Ours.Fingerprint, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Fact]
    public async Task What_rnp_makes_opens()
    {
        var (clear, verdict) = await lab.Engine.OpenWholeAsync(await SealByRnpAsync(), new OpenPgpPolicy { Signers = [lab.Customer] });

        Assert.Equal(new OpenPgpVerdict(null, lab.Customer.Fingerprint, lab.Ours.Fingerprint, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Theory]
    [InlineData("--aead=OCB")]
    [InlineData("--aead=EAX")]
    public async Task Nasty47_what_rnp_makes_with_AEAD_is_refused_by_its_name(string option)
    {
        var message = await SealByRnpAsync(option);
        Assert.Contains(":aead encrypted packet:",
            Encoding.UTF8.GetString(lab.People.RunAll(message, "--batch", "--list-only", "--list-packets").Output),
            StringComparison.Ordinal);

        var (_, verdict) = await lab.Engine.OpenWholeAsync(message, new OpenPgpPolicy { Signers = [lab.Customer] });

        Assert.Equal("F-PGP-08", verdict.ErrorCode);
        Assert.Contains("LibrePGP", verdict.Hint, StringComparison.Ordinal);
    }

    private async Task<byte[]> SealByRnpAsync(params string[] options)
    {
        var home = Path.Combine(folder, "rnp");
        Directory.CreateDirectory(home);
        Run("rnpkeys", [], "--homedir", home, "--import-keys", lab.People.ExportSecret(lab.Customer.Fingerprint));
        Run("rnpkeys", [], "--homedir", home, "--import-keys", lab.Ours.File);
        var file = Path.Combine(folder, "clear.csv");
        await File.WriteAllBytesAsync(file, Text);
        Run("rnp", [], ["--homedir", home, "--sign", "--encrypt", "--userid", lab.Customer.Fingerprint, "--recipient", lab.Ours.Fingerprint,
            "--output", file + ".pgp", .. options, file]);
        return await File.ReadAllBytesAsync(file + ".pgp");
    }

    private async Task<byte[]> SealAsync(SealCompression compression)
    {
        await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions
        {
            OwnKeys = [new BureauKeyFile(lab.Ours.Fingerprint, lab.OurSecretKeyFile)],
            Compression = compression,
        }, TimeProvider.System, NullLoggerFactory.Instance);
        var message = new MemoryStream();
        await engine.SealAsync(new MemoryStream(Text), message,
            new OpenPgpSealing { Recipients = [lab.Customer, lab.Stranger], SignWith = lab.Ours.Fingerprint }, CancellationToken.None);
        return message.ToArray();
    }

    private static byte[] Run(string program, byte[] input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended early; its exit code says so.
        }

        Assert.True(Task.WaitAll([said, reading], TimeSpan.FromSeconds(60)) && process.WaitForExit(10_000), $"{program} hangs");
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {said.Result}");
        return output.ToArray();
    }
}
