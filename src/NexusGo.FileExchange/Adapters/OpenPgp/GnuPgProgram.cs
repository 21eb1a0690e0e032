using System.ComponentModel;
using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Starts the programs of GnuPG, each with the same private home and a bare environment.</summary>
internal sealed class GnuPgProgram(string gpg, string home)
{
    /// <summary>The longest a run on a small input, or the end of a run, may take: far more than a loaded machine needs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where a gpg of <see cref="StartGpgWithContentApart"/> is told to write content.</summary>
    public const int ContentDescriptor = 3;

    /// <summary>No configuration but ours, no terminal, no network, no agent started on the side, messages of people thrown away.</summary>
    private static readonly string[] Common =
    [
        "--batch", "--no-tty", "--no-options", "--no-autostart", "--lock-never", "--no-auto-check-trustdb", "--disable-dirmngr",
        "--no-auto-key-locate", "--no-auto-key-retrieve", "--no-default-keyring", "--trust-model", "always", "--log-file", "/dev/null",
        // The log is elsewhere, so the status protocol has the third descriptor to itself.
        "--status-fd", "2",
    ];

    /// <summary>The home every program is started with.</summary>
    public string Home => home;

    /// <summary>Starts gpg with standard input, output and status as pipes.</summary>
    public Process StartGpg(IEnumerable<string> arguments) => Start(gpg, [.. Common, "--homedir", home, .. arguments]);

    /// <summary>
    /// Starts gpg with the process's standard output as its descriptor <see cref="ContentDescriptor"/>, for content alone. What gpg itself prints
    /// on its standard output, such as the listing of a key it met, comes between the status lines.
    /// </summary>
    public Process StartGpgWithContentApart(IEnumerable<string> arguments) =>
        Start("/bin/sh", ["-c", $"exec \"$0\" \"$@\" {ContentDescriptor}>&1 1>&2", gpg, .. Common, "--homedir", home, .. arguments]);

    /// <summary>Starts another program of the package, found beside gpg or in PATH.</summary>
    public Process StartCompanion(string name, IEnumerable<string> arguments)
    {
        var folder = Path.GetDirectoryName(gpg);
        var beside = string.IsNullOrEmpty(folder) ? name : Path.Combine(folder, name);
        return Start(File.Exists(beside) ? beside : name, arguments);
    }

    /// <summary>Runs gpg to its end on a small input.</summary>
    public async Task<GnuPgResult> RunGpgAsync(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = StartGpg(arguments);
        return await RunAsync(process, input, cancellationToken);
    }

    /// <summary>Runs another program of the package to its end on a small input.</summary>
    public async Task<GnuPgResult> RunCompanionAsync(string name, IEnumerable<string> arguments, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        using var process = StartCompanion(name, arguments);
        return await RunAsync(process, input, cancellationToken);
    }

    /// <summary>Ends a child at once. One that has ended already is fine.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // Ended in between.
        }
    }

    private static async Task<GnuPgResult> RunAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken outer)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, outer);
        var cancellationToken = both.Token;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var status = process.StandardError.ReadToEndAsync(cancellationToken);
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading; its exit code and status say why.
            }

            var lines = (await status).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var text = await output;
            await process.WaitForExitAsync(cancellationToken);
            return new GnuPgResult(process.ExitCode, text, lines);
        }
        catch (OperationCanceledException e) when (!outer.IsCancellationRequested)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, $"{process.StartInfo.FileName} hangs.", e);
        }
        finally
        {
            Kill(process);
        }
    }

    private Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = string.IsNullOrEmpty(path) ? "/usr/local/bin:/usr/bin:/bin" : path;
        start.Environment["LC_ALL"] = "C";
        start.Environment["HOME"] = home;
        start.Environment["GNUPGHOME"] = home;
        try
        {
            return Process.Start(start) ?? throw Missing(program, null);
        }
        catch (Win32Exception e)
        {
            throw Missing(program, e);
        }
    }

    private static FileExchangeException Missing(string program, Exception? inner) => new(FailureReason.ProgramMissing, false,
        $"The program {program} cannot be started; install the Debian package gnupg, or name the program in the configuration.", inner);
}

/// <summary>What a short run gave.</summary>
/// <param name="ExitCode">0 = no error of any kind.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Status">Lines of standard error, which is the status protocol.</param>
internal sealed record GnuPgResult(int ExitCode, string Output, IReadOnlyList<string> Status);
