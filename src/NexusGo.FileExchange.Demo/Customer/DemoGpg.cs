using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The demo customer's own GnuPG: a home of its own, an unprotected key made on the spot. Every command is shown as a customer would type
/// it.
/// </summary>
internal sealed class DemoGpg : IAsyncDisposable
{
    public const string KeyName = "Demo order desk";

    private static readonly DemoProgram Gpg = new("gpg", "gnupg");
    private static readonly DemoProgram Gpgconf = new("gpgconf", "gpgconf");

    // gpg-agent's socket is in the home, and a socket's path has 107 bytes (unix(7)).
    private const int LongestHome = 85;

    private readonly string home;
    private readonly bool isTemporary;
    private readonly TextWriter output;

    private DemoGpg(string home, bool isTemporary, TextWriter output)
    {
        this.home = home;
        this.isTemporary = isTemporary;
        this.output = output;
    }

    public static void FindPrograms()
    {
        Gpg.Find();
        Gpgconf.Find();
    }

    public static DemoGpg Open(DemoFolder folder, TextWriter output)
    {
        var home = folder.PathOf("gpg");
        var isTemporary = Encoding.UTF8.GetByteCount(home) > LongestHome;
        if (isTemporary)
        {
            home = Directory.CreateTempSubdirectory("nexusgo-gpg-").FullName;
        }
        else
        {
            Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new DemoGpg(home, isTemporary, output);
    }

    /// <summary>What stands before every command that is shown.</summary>
    public string Shown => $"gpg --homedir {home}";

    /// <summary>Makes the customer's key unless the last demo did, and writes its public half.</summary>
    public async Task MakeKeyAsync(string certificateFile, CancellationToken cancellationToken)
    {
        if (!(await RunAsync(["--with-colons", "--list-secret-keys"], cancellationToken)).Contains("fpr:", StringComparison.Ordinal))
        {
            Show($"--quick-generate-key \"{KeyName}\" default default 2y");
            await RunAsync(["--pinentry-mode", "loopback", "--passphrase", "", "--quick-generate-key", KeyName, "default", "default", "2y"],
                cancellationToken);
        }

        Show($"--armor --export --output {Path.GetFileName(certificateFile)} \"{KeyName}\"");
        await RunAsync(["--yes", "--armor", "--output", certificateFile, "--export", KeyName], cancellationToken);
    }

    public async Task ImportAsync(string certificateFile, CancellationToken cancellationToken)
    {
        Show($"--import {Path.GetFileName(certificateFile)}");
        await RunAsync(["--import", certificateFile], cancellationToken);
    }

    public async Task SealAsync(string file, string message, string recipient, CancellationToken cancellationToken)
    {
        Show($"--encrypt --sign --recipient {recipient} --output {Path.GetFileName(message)} {Path.GetFileName(file)}");
        await RunAsync(["--yes", "--trust-model", "always", "--encrypt", "--sign", "--local-user", KeyName, "--recipient", recipient,
            "--output", message, file], cancellationToken);
    }

    /// <summary>Decrypts an answer and says whether the given key of ours has signed it.</summary>
    public async Task<bool> OpenAsync(string message, string file, string signer, CancellationToken cancellationToken)
    {
        Show($"--decrypt {Path.GetFileName(message)}");
        var status = await RunAsync(["--yes", "--trust-model", "always", "--status-fd", "1", "--output", file, "--decrypt", message],
            cancellationToken);
        return status.Split('\n').Any(line => line.StartsWith("[GNUPG:] VALIDSIG ", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith(signer, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Gpgconf.RunAsync(["--homedir", home, "--kill", "all"], "", CancellationToken.None);
        }
        catch (FileExchangeException)
        {
            // No agent was started, or it has ended.
        }

        if (isTemporary)
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private void Show(string arguments) => output.WriteLine($"  $ gpg {arguments}");

    private Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Gpg.RunAsync(["--homedir", home, "--batch", "--no-tty", .. arguments], "", cancellationToken);
}
