using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Vault;

/// <summary>The master key printed by a command of the operator's: a hardware token, a secrets service, <c>systemd-creds cat</c>.</summary>
public static class MasterKeyCommand
{
    /// <summary>How long the command may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <param name="command">Run by <c>/bin/sh -c</c> with PATH, HOME and CREDENTIALS_DIRECTORY as its whole environment. Its standard
    /// output is the key; what it writes to standard error goes to ours.</param>
    /// <param name="setting">The setting that holds the command, for messages.</param>
    /// <param name="former">See <see cref="MasterKey.Former"/>.</param>
    /// <param name="clock">Measures the deadline.</param>
    /// <param name="cancellationToken">Kills the command.</param>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.SecretUnavailable"/>: it failed, took too long, or printed no
    /// key.</exception>
    public static async Task<MasterKey> RunAsync(string command, string setting, MasterKey? former, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var source = $"the command in {setting}";
        using var deadline = new CancellationTokenSource(Deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, UseShellExecute = false },
        };
        ChildEnvironment.Clear(process.StartInfo.Environment, "HOME", "CREDENTIALS_DIRECTORY");
        var text = GC.AllocateArray<byte>(MasterKeyText.MaxBytes, pinned: true);
        try
        {
            process.Start();
            var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(text, text.Length, throwOnEndOfStream: false, both.Token);
            if (length < text.Length)
            {
                // A full buffer is no key; a command that goes on printing would never end.
                await process.WaitForExitAsync(both.Token);
                if (process.ExitCode != 0)
                {
                    throw Unavailable($"{source} ended with exit code {process.ExitCode}");
                }
            }

            return MasterKeyText.Parse(text.AsSpan(0, length), source, former);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Unavailable($"{source} was still running after {Deadline.TotalSeconds:0} seconds");
        }
        catch (Win32Exception failure)
        {
            throw Unavailable($"{source} cannot be started", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            EndQuietly(process);
        }
    }

    private static void EndQuietly(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It never started or has ended: what is wanted.
        }
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, isTransient: false, char.ToUpperInvariant(message[0]) + message[1..] + ".", inner);
}
