using System.Diagnostics;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>What gpg and sq say of a signed message and a certificate.</summary>
internal sealed class OtherVerifiers : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("v-").FullName;

    /// <summary>Whether gpg imports the certificate and finds a good signature by it, and no other fault.</summary>
    public bool Gpg(byte[] certificate, byte[] message)
    {
        var home = Path.Combine(folder, "g" + Path.GetRandomFileName()[..6]);
        Directory.CreateDirectory(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] common = ["--homedir", home, "--batch", "--no-tty", "--trust-model", "always", "--no-autostart"];
        Run("gpg", certificate, [.. common, "--import"]);
        var (exit, said) = Run("gpg", message, [.. common, "--status-fd", "2", "--decrypt"]);
        Directory.Delete(home, recursive: true);
        return exit == 0 && said.Contains("GOODSIG", StringComparison.Ordinal) && said.Contains("VALIDSIG", StringComparison.Ordinal);
    }

    /// <summary>Whether sq finds a good signature by the certificate.</summary>
    public bool Sq(byte[] certificate, byte[] message)
    {
        var file = Path.Combine(folder, "c" + Path.GetRandomFileName()[..6]);
        File.WriteAllBytes(file, certificate);
        return Run("sq", message, ["verify", "--signer-cert", file]).Exit == 0;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (int Exit, string Said) Run(string program, byte[] input, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough; its exit code says of what.
        }

        Assert.True(Task.WaitAll([said, output], TimeSpan.FromSeconds(60)) && process.WaitForExit(10_000), $"{program} hangs");
        return (process.ExitCode, said.Result);
    }
}
