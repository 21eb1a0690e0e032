using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Notices;

/// <summary>Debian's aiosmtpd as the mail server: STARTTLS with a certificate of its own, and a Maildir for what it takes.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-mail-").FullName;
    private readonly bool withTls;
    private Process? process;

    public MailServer(bool withTls = true)
    {
        this.withTls = withTls;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), key.ExportPkcs8PrivateKeyPem());
        Port = FreePort();
    }

    public int Port { get; }

    public string Certificate => Path.Combine(folder, "server.pem");

    /// <summary>The mails that were taken, in order of their coming.</summary>
    public IReadOnlyList<string> Mails() =>
        Directory.Exists(Path.Combine(folder, "mails", "new"))
        ? [.. new DirectoryInfo(Path.Combine(folder, "mails", "new")).GetFiles().OrderBy(file => file.LastWriteTimeUtc)
            .Select(file => File.ReadAllText(file.FullName))] : [];

    public async Task StartAsync()
    {
        string[] tls = withTls ? ["--tlscert", Certificate, "--tlskey", Path.Combine(folder, "server.key")] : [];
        process = Process.Start(new ProcessStartInfo("/usr/bin/python3",
            ["-m", "aiosmtpd", "-n", "-l", $"127.0.0.1:{Port}", .. tls, "-c", "aiosmtpd.handlers.Mailbox",
                Path.Combine(folder, "mails")]))!;
        await Until.TrueAsync(IsUpAsync, TimeSpan.FromSeconds(30), () => "the mail server does not answer");
    }

    public void Stop()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
