using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Demo;

/// <summary>A program of the operating system that the demo uses, and the Debian package it comes from.</summary>
internal sealed record DemoProgram(string Name, string Package)
{
    public static readonly DemoProgram Sshd = new("sshd", "openssh-server");
    public static readonly DemoProgram Keygen = new("ssh-keygen", "openssh-client");
    public static readonly DemoProgram Sftp = new("sftp", "openssh-client");
    public static readonly DemoProgram Ssh = new("ssh", "openssh-client");

    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/local/bin", "/usr/bin", "/bin"];

    /// <summary>
    /// The absolute path; sshd insists on being started by one. Users' PATH often lacks the sbin folders, so those are looked into as well.
    /// </summary>
    /// <exception cref="FileExchangeException">Reason ProgramMissing, naming the package.</exception>
    public string Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(SystemFolders)
            .Where(folder => folder.StartsWith('/'))
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(File.Exists)
        ?? throw new FileExchangeException(FailureReason.ProgramMissing, isTransient: false,
            $"The program {Name} is not installed. On Debian: apt-get install {Package} (or run install/prerequisites.sh).");

    /// <summary>Runs it to its end, within two minutes. Returns its standard output.</summary>
    /// <exception cref="FileExchangeException">It ended with an error; the message has the last words it said.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Find(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            var words = await errors;
            return process.ExitCode == 0
                ? await output
                : throw new FileExchangeException(FailureReason.RemoteFailure, isTransient: false,
                    $"{Name} ended with exit code {process.ExitCode}: {LastLines(words)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    internal static string LastLines(string text) =>
        string.Join(" | ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(4));
}
