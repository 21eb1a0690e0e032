using System.Diagnostics;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// A real proxy on loopback: tinyproxy for HTTP, microsocks for SOCKS5. Its user is "bureau" where it has a password. A missing program
/// fails the tests.
/// </summary>
public sealed class ProxyProgram : IDisposable
{
    private readonly Process process;

    private ProxyProgram(int port, Process process)
    {
        Port = port;
        this.process = process;
    }

    public int Port { get; }

    /// <param name="kind"><c>http</c> or <c>socks5</c>.</param>
    /// <param name="password">Null: everybody may pass.</param>
    /// <param name="folder">For the proxy's configuration.</param>
    public static async Task<ProxyProgram> StartAsync(string kind, string? password, string folder)
    {
        var port = SshServerFixture.FreePort();
        var start = kind == "http" ? Http(port, password, folder) : Socks(port, password);
        start.RedirectStandardError = start.RedirectStandardOutput = true;
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return await SshServerFixture.ListensAsync(port, process)
            ? new ProxyProgram(port, process) : throw new InvalidOperationException($"The {kind} proxy does not listen.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private static ProcessStartInfo Http(int port, string? password, string folder)
    {
        var config = Path.Combine(folder, $"tinyproxy-{port}.conf");
        File.WriteAllLines(config, ["Listen 127.0.0.1", $"Port {port}", "Timeout 60", "MaxClients 20", .. password is null
            ? [] : (string[])[$"BasicAuth bureau {password}"]]);
        return new ProcessStartInfo("tinyproxy", ["-d", "-c", config]);
    }

    private static ProcessStartInfo Socks(int port, string? password) =>
        new("microsocks", ["-i", "127.0.0.1", "-p", $"{port}", .. password is null ? [] : (string[])["-u", "bureau", "-P", password]]);
}
