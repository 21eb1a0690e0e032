using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Benchmarks.OpenPgp;

/// <summary>The engine against gpg by hand: the same messages.</summary>
internal static class OpenPgpFigures
{
    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        var lab = new GnuPgLab();
        await lab.InitializeAsync();
        try
        {
            lab.Office.Import(lab.Customer);
            await OpenLargeAsync(lab, options, figures, "none");
            await OpenLargeAsync(lab, options, figures, "zlib");
            await OpenManyAsync(lab, options, figures);
            await RsaAsync(lab, options, figures);
            await SealAsync(lab, options, figures, SealCompression.None, "--compress-algo none");
            await SealAsync(lab, options, figures, SealCompression.Fast, "--compress-algo zip --compress-level 1");
            await HostileAsync(options, figures);
        }
        finally
        {
            await lab.DisposeAsync();
        }
    }

    private static async Task OpenLargeAsync(GnuPgLab lab, BenchOptions run, Figures figures, string compression)
    {
        var file = Path.Combine(lab.Folder, "large.pgp");
        await File.WriteAllBytesAsync(file,
            lab.People.Seal(Table(256 << 20), lab.Customer.Fingerprint, lab.Ours.Fingerprint, "--compress-algo", compression));
        var atMost = compression == "none" ? 2.0 : 1.2;
        var buffer = new byte[256 * 1024];
        async Task Open()
        {
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: false);
            await using var message = await lab.Engine.OpenAsync(source, new OpenPgpPolicy { Signers = [lab.Customer] },
                CancellationToken.None);
            while (await message.Clear.ReadAsync(buffer) > 0)
            {
            }

            Expect((await message.CompleteAsync(CancellationToken.None)).ErrorCode is null);
        }

        var byHand = $"gpg --homedir \"$0\" --batch -q --trust-model always --decrypt < {file}";
        await CompareAsync(run, figures, $"open 256 MB, {compression}", Open, () => Gpg(lab.Office, $"{byHand} > /dev/null"),
            atMost: atMost);
        File.Delete(file);
    }

    private static async Task OpenManyAsync(GnuPgLab lab, BenchOptions run, Figures figures)
    {
        var messages = Enumerable.Range(0, 500).Select(_ => lab.People.Seal(Table(20_000), lab.Customer.Fingerprint, lab.Ours.Fingerprint))
            .ToList();
        var folder = Directory.CreateDirectory(Path.Combine(lab.Folder, "many")).FullName;
        for (var i = 0; i < messages.Count; i++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{i}.pgp"), messages[i]);
        }

        foreach (var sideBySide in new[] { 1, 2, 4, 8 })
        {
            await CompareAsync(run, figures, $"open 500 x 20 KB, {sideBySide} side by side", async () =>
                await Parallel.ForEachAsync(messages, new ParallelOptions { MaxDegreeOfParallelism = sideBySide }, async (bytes, _) =>
                {
                    var (_, verdict) = await lab.Engine.OpenWholeAsync(bytes, new OpenPgpPolicy { Signers = [lab.Customer] });
                    Expect(verdict.ErrorCode is null);
                }), () => Gpg(lab.Office,
                    $"for f in {folder}/*.pgp; do gpg --homedir \"$0\" --batch -q --trust-model always --decrypt < $f > /dev/null || exit "
                    + $"1; done"), atMost: 0.25);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Twenty messages to our RSA key by a signer with an RSA key, and twenty reports the other way.</summary>
    private static async Task RsaAsync(GnuPgLab lab, BenchOptions run, Figures figures)
    {
        var signer = lab.People.Export(lab.People.Generate("rsa", GpgHome.Rsa(3072)));
        lab.Office.Import(signer);
        var file = Path.Combine(lab.Folder, "rsa.pgp");
        var clear = Table(20_000);
        var message = lab.People.Seal(clear, signer.Fingerprint, lab.Previous.Fingerprint);
        await File.WriteAllBytesAsync(file, message);
        await File.WriteAllBytesAsync(file + ".csv", clear);
        await CompareAsync(run, figures, "open 20 x 20 KB, RSA-3072 on both sides", async () =>
        {
            for (var n = 0; n < 20; n++)
            {
                Expect((await lab.Engine.OpenWholeAsync(message, new OpenPgpPolicy { Signers = [signer] })).Verdict.ErrorCode is null);
            }
        }, () => Gpg(lab.Office,
            $"for n in $(seq 20); do gpg --homedir \"$0\" --batch -q --trust-model always --decrypt < {file} > /dev/null || exit 1; done"),
            atMost: 0.6);
        await CompareAsync(run, figures, "seal 20 x 20 KB, RSA-3072 on both sides", async () =>
        {
            for (var n = 0; n < 20; n++)
            {
                await lab.Engine.SealAsync(new MemoryStream(clear), Stream.Null,
                    new OpenPgpSealing { Recipients = [signer], SignWith = lab.Previous.Fingerprint }, CancellationToken.None);
            }
        }, () => Gpg(lab.Office,
            $"for n in $(seq 20); do gpg --homedir \"$0\" --batch -q --trust-model always -u {lab.Previous.Fingerprint} -r "
            + $"{signer.Fingerprint} --sign --encrypt < {file}.csv > /dev/null || exit 1; done"), atMost: 0.6);
    }

    private static async Task SealAsync(GnuPgLab lab, BenchOptions run, Figures figures, SealCompression compression, string gpgOptions)
    {
        await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions
        {
            OwnKeys = [new BureauKeyFile(lab.Ours.Fingerprint, lab.OurSecretKeyFile)],
            Compression = compression,
        }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        var file = Path.Combine(lab.Folder, "report.csv");
        await File.WriteAllBytesAsync(file, Table(50 << 20));
        await CompareAsync(run, figures, $"seal 50 MB, {compression}", async () =>
        {
            await using var source = File.OpenRead(file);
            await using var target = File.Create(file + ".ours");
            await engine.SealAsync(source, target, new OpenPgpSealing { Recipients = [lab.Customer], SignWith = lab.Ours.Fingerprint },
                CancellationToken.None);
        }, () => Gpg(lab.Office,
            $"gpg --homedir \"$0\" --batch -q --yes --trust-model always {gpgOptions} -u {lab.Ours.Fingerprint} -r "
            + $"{lab.Customer.Fingerprint} --sign --encrypt < {file} > {file}.theirs"), atMost: 1.5);
        figures.Note(Figures.Line(
            $"sealing with {compression}: {new FileInfo(file).Length:#,0} bytes become {new FileInfo(file + ".ours").Length:#,0}"));
    }

    /// <summary>From the first byte to the refusal.</summary>
    private static async Task HostileAsync(BenchOptions run, Figures figures)
    {
        using var made = new CraftedMessages();
        foreach (var (name, message) in HostileMessages.Signatures(made, Table(20_000))
            .Select(one => ("40,000 signatures " + one.Name, one.Message))
            .Prepend(("398 KiB for 398 MiB", HostileMessages.Unpacking(made))))
        {
            var seconds = await Turns.MedianAsync(run.Rounds, async () =>
            {
                Expect((await made.Engine.OpenWholeAsync(message, made.Policy)).Verdict.ErrorCode == "F-PGP-08");
                return null;
            });
            figures.AtMost($"a hostile message ends, {name}", seconds * 1000, 1000, "ms");
        }
    }

    private static async Task CompareAsync(BenchOptions run, Figures figures, string name, Func<Task> ours, Action other,
        double? atMost = null)
    {
        await ours();
        figures.Compare(name, await Turns.MediansAsync(run.Rounds, ours, () =>
        {
            other();
            return Task.CompletedTask;
        }), "gpg", atMost);
    }

    private static void Gpg(GpgHome home, string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command, home.PathOf("")]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        Expect(process.ExitCode == 0);
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new InvalidOperationException("A benchmark did not do its work.");
        }
    }

    /// <summary>Rows as in a back-report: repeated words and random identifiers.</summary>
    private static byte[] Table(int bytes)
    {
        var table = new MemoryStream(bytes + 200);
        var random = new byte[24];
        for (var n = 0; table.Length < bytes; n++)
        {
            RandomNumberGenerator.Fill(random);
            table.Write(Encoding.ASCII.GetBytes($"\"D\";\"{new Guid(random.AsSpan(0, 16))}\";\"2026-01-15T08:{n % 60:D2}:00Z\";"
                + $"\"REF-{n:D8}\";\"STAFF-A\";\"PRODUCED\";\"ACTIVE\";\"MIFARE\";\"{Convert.ToHexString(random, 16, 7)}\"\r\n"));
        }

        return table.ToArray();
    }
}
