using System.Buffers;
using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Signs and encrypts one stream with one gpg.</summary>
internal sealed class GnuPgSealer(GnuPgProgram program, GnuPgOwnKeys ownKeys, GnuPgOptions options, TimeProvider time)
{
    private const int BufferBytes = 256 * 1024;

    public async Task SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, GnuPgKeyring recipients, CancellationToken outer)
    {
        var arguments = Arguments(sealing, recipients);
        using var limit = new CancellationTokenSource(options.SealTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, outer);
        try
        {
            await RunAsync(clear, message, arguments, both.Token);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !outer.IsCancellationRequested)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, $"Sealing took longer than {options.SealTimeout}.", e);
        }
    }

    private async Task RunAsync(Stream clear, Stream message, List<string> arguments, CancellationToken cancellationToken)
    {
        using var process = program.StartGpg(arguments);
        ChildPipes.Widen(process.StandardInput.BaseStream);
        ChildPipes.Widen(process.StandardOutput.BaseStream);
        try
        {
            var listening = ListenAsync(process);
            var feeding = FeedAsync(clear, process, cancellationToken);
            var collecting = CopyAsync(process.StandardOutput.BaseStream, message, cancellationToken);

            // Whichever fails first ends gpg, and with it the others.
            var first = await Task.WhenAny(feeding, collecting);
            if (first.IsFaulted || first.IsCanceled)
            {
                GnuPgProgram.Kill(process);
            }

            await Task.WhenAll(feeding, collecting);
            var seen = await listening;
            await process.WaitForExitAsync(cancellationToken);
            Check(process.ExitCode, seen);
        }
        finally
        {
            GnuPgProgram.Kill(process);
        }
    }

    private List<string> Arguments(OpenPgpSealing sealing, GnuPgKeyring recipients)
    {
        var signer = ownKeys.Find(sealing.SignWith)
            ?? throw new ArgumentException("The signing key is not one of the engine's own keys.", nameof(sealing));
        if (sealing.Recipients.Count == 0)
        {
            throw new ArgumentException("Nobody to seal for.", nameof(sealing));
        }

        var arguments = new List<string>(recipients.Arguments)
        {
            "--sign", "--encrypt", "--output", "-", "--local-user", signer.Fingerprint, "--no-encrypt-to", "--set-filename", "",
            "--cipher-algo", "AES256", "--digest-algo", Digest(signer),
        };
        arguments.AddRange(options.Compression == SealCompression.None ? ["--compress-algo", "none"] : ["--compress-algo", "zip", "--compress-level", "1"]);
        var now = time.GetUtcNow();
        foreach (var recipient in sealing.Recipients)
        {
            var key = recipients.Find(recipient.Fingerprint)
                ?? throw new UnreachableException("A keyring holds every certificate it was made for.");
            var usable = key.IsUsableAt(now) ? key.WithSubkeys.Where(part => part.Can('e') && part.IsUsableAt(now)).ToList() : [];
            var reason = key.IsRevoked ? "it is revoked" : !key.IsUsableAt(now) ? "it has expired" : usable.Count == 0 ? "it has no valid encryption key"
                : usable.Select(part => part.Weakness).FirstOrDefault(weakness => weakness is not null);
            if (reason is not null)
            {
                throw new FileExchangeException(FailureReason.OpenPgpFailure, false, $"Cannot encrypt to the certificate {key.Fingerprint}: {reason}.");
            }

            arguments.AddRange(["--recipient", key.Fingerprint]);
        }

        return arguments;
    }

    // SHA-256 is the fastest accepted digest on current processors; the larger NIST curves demand one of their own size (FIPS 186-5).
    private static string Digest(GnuPgKey signer) => signer.WithSubkeys.Select(part => part.Curve).ToList() switch
    {
        var curves when curves.Contains("nistp521") => "SHA512",
        var curves when curves.Contains("nistp384") => "SHA384",
        _ => "SHA256",
    };

    private static async Task FeedAsync(Stream clear, Process process, CancellationToken cancellationToken)
    {
        var input = process.StandardInput.BaseStream;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await clear.ReadAsync(buffer, cancellationToken)) > 0)
            {
                try
                {
                    await input.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
                catch (IOException)
                {
                    return; // gpg ended early; its status says why.
                }
            }

            await input.DisposeAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static async Task CopyAsync(Stream output, Stream message, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await output.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await message.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<List<GnuPgStatus>> ListenAsync(Process process)
    {
        var seen = new List<GnuPgStatus>();
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (GnuPgStatus.TryParse(line, out var status))
            {
                seen.Add(status);
            }
        }

        return seen;
    }

    private static void Check(int exitCode, List<GnuPgStatus> seen)
    {
        if (exitCode == 0 && seen.Exists(status => status.Keyword == "SIG_CREATED") && seen.Exists(status => status.Keyword == "END_ENCRYPTION"))
        {
            return;
        }

        // Keyword, place and number only: other arguments may be names of people.
        var said = seen.Where(status => status.Keyword is "INV_RECP" or "INV_SGNR" or "FAILURE" or "ERROR" or "KEYEXPIRED" or "KEYREVOKED")
            .Select(status => $"{status.Keyword} {status[0]} {status.Number(1)}");
        throw new FileExchangeException(FailureReason.OpenPgpFailure, false, $"gpg could not seal a message (exit code {exitCode}; {string.Join(", ", said)}).");
    }
}
