using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Benchmarks;

/// <summary>A private sshd with a folder behind it, a local folder for what is fetched, and the other programs' ways in.</summary>
internal sealed class BenchArea : IAsyncDisposable
{
    private const string Ciphers = "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com";

    private readonly RemoteFolderFactory factory;

    private BenchArea(SshdFixture sshd)
    {
        Sshd = sshd;
        Remote = Directory.CreateDirectory(Path.Combine(sshd.Folder, "remote")).FullName;
        Local = Directory.CreateDirectory(Path.Combine(sshd.Folder, "local")).FullName;
        factory = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(sshd.Folder, "run") },
            TimeProvider.System, NullLoggerFactory.Instance);
    }

    public SshdFixture Sshd { get; }

    public string Remote { get; }

    public string Local { get; }

    /// <param name="settings">Further lines of sshd_config.</param>
    public static async Task<BenchArea> StartAsync(params string[] settings) => new(await SshdFixture.StartAsync(settings));

    /// <param name="port">Of a proxy in between; null: the server itself.</param>
    /// <param name="engine">Of the session.</param>
    public ValueTask<IRemoteFolder> ConnectAsync(int? port = null, string engine = "SshNet") =>
        factory.ConnectAsync(Sshd.Endpoint(engine) with { Port = port ?? Sshd.Port }, CancellationToken.None);

    /// <summary>Runs a batch of sftp's own commands, connecting included, with the ciphers that our sessions ask for first.</summary>
    public async Task SftpAsync(string batch, int? port = null)
    {
        var file = Path.Combine(Sshd.Folder, "batch");
        await File.WriteAllTextAsync(file, batch);
        await Shell.RunAsync("sftp",
            ["-q", "-b", file, "-F", "none", "-i", Sshd.UserKeyFile, "-o", $"Ciphers={Ciphers}", "-o", "StrictHostKeyChecking=no", "-o",
            "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-P", $"{port ?? Sshd.Port}",
                $"{Environment.UserName}@127.0.0.1"]);
    }

    public Task RcloneAsync(string verb, string from, string to, params IEnumerable<string> options) =>
        Shell.RunAsync("rclone",
            ["--config", "", verb,
            $":sftp,host=127.0.0.1,port={Sshd.Port},user={Environment.UserName},key_file={Sshd.UserKeyFile},disable_hashcheck=true:{from}",
            to, .. options]);

    public string RemotePath(string name) => Path.Combine(Remote, name);

    public string LocalPath(string name) => Path.Combine(Local, name);

    /// <summary>Makes a folder of the area with files of random bytes.</summary>
    public void Fill(string folder, int files, int bytes)
    {
        Directory.CreateDirectory(RemotePath(folder));
        var content = new byte[bytes];
        for (var i = 0; i < files; i++)
        {
            Random.Shared.NextBytes(content);
            File.WriteAllBytes(Path.Combine(RemotePath(folder), $"f{i:00000}.csv"), content);
        }
    }

    /// <summary>An empty folder, whatever was in it.</summary>
    public static string Fresh(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    public async ValueTask DisposeAsync()
    {
        factory.Dispose();
        await Sshd.DisposeAsync();
    }
}
