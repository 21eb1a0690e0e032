using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>Opens SFTP sessions through child processes. One instance per application; disposing it ends every session that is left.</summary>
public sealed class RemoteFolderFactory : IRemoteFolderFactory, IDisposable
{
    private static readonly string[] SftpServerPlaces =
        ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server"];

    private readonly RemoteFolderFactoryOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ChildPrograms children = new();

    public RemoteFolderFactory(RemoteFolderFactoryOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.time = time;
        log = loggers.CreateLogger<RemoteFolderFactory>();
    }

    public async ValueTask<IRemoteFolder> ConnectAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var started = time.GetTimestamp();
        try
        {
            var session = endpoint.Engine switch
            {
                "OpenSsh" => await OverSshAsync(endpoint, cancellationToken),
                "Local" => await LocalAsync(endpoint, cancellationToken),
                "SshNet" => throw Misconfigured(endpoint, FailureReason.ProgramMissing,
                    "engine SshNet is in the managed engines, which this build lacks; use OpenSsh or build with -p:ManagedEngines=true"),
                _ => throw Misconfigured(endpoint, FailureReason.ProgramMissing, "Engine must be OpenSsh, Local or SshNet"),
            };
            SftpLog.SftpSessionOpened(log, endpoint.Name, endpoint.Engine, (long)time.GetElapsedTime(started).TotalMilliseconds);
            return session;
        }
        catch (RemoteFolderException e)
        {
            SftpLog.SftpSessionRefused(log, endpoint.Name, e.Reason, (long)time.GetElapsedTime(started).TotalMilliseconds);
            throw;
        }
    }

    public void Dispose() => children.Dispose();

    private async ValueTask<IRemoteFolder> OverSshAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        CheckSshSettings(endpoint);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("File modes of POSIX are needed to keep the session's files private.");
        }

        string[] pinned = [.. endpoint.HostKeys.Concat(endpoint.ProxyJumpHostKeys).Select(key => HostKeys.Fingerprint(endpoint.Name, key))];
        using var files = new SshSessionFiles(endpoint, options);
        var start = new ProcessStartInfo(endpoint.SshProgram) { ArgumentList = { "-F", files.ConfigFile, "-s", SshConfig.Alias, "sftp" } };
        var environment = start.Environment;
        environment["LC_ALL"] = "C";
        foreach (var name in (string[])["SSH_AUTH_SOCK", "SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "DISPLAY", "WAYLAND_DISPLAY", "SSH_SK_PROVIDER"])
        {
            environment.Remove(name);
        }

        if (files.AskPassFile is not null)
        {
            environment["SSH_ASKPASS"] = files.AskPassFile;
            environment["SSH_ASKPASS_REQUIRE"] = "force";
            environment[AskPass.PasswordFileVariable] = FullPath(endpoint.PasswordFile);
            environment[AskPass.PassphraseFileVariable] = FullPath(endpoint.PassphraseFile);
        }

        var child = ChildProgram.Start(children, start, "openssh-client",
            (ready, exitCode, lines) => SshDiagnosis.Explain(ready, exitCode, lines, pinned));
        return await HandshakeAsync(endpoint, child, static path => path.Bytes, cancellationToken);
    }

    private ValueTask<IRemoteFolder> LocalAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        var map = new LocalPathMap(endpoint);
        var program = endpoint.SftpServerProgram ?? SftpServerPlaces.FirstOrDefault(File.Exists) ?? "sftp-server";
        var start = new ProcessStartInfo(program) { ArgumentList = { "-e", "-d", map.Root.Replace("%", "%%", StringComparison.Ordinal) } };
        var child = ChildProgram.Start(children, start, "openssh-sftp-server",
            static (_, exitCode, _) => new SessionEnd(FailureReason.RemoteUnreachable, true, $"sftp-server ended with exit code {exitCode}"));
        return HandshakeAsync(endpoint, child, map.Map, cancellationToken);
    }

    private async ValueTask<IRemoteFolder> HandshakeAsync(
        RemoteEndpoint endpoint, ChildProgram child, Func<RemotePath, ReadOnlyMemory<byte>> map, CancellationToken cancellationToken)
    {
        var client = new SftpClient(endpoint.Name, child.Input, child.Output, child, endpoint.OperationTimeout, endpoint.StallTimeout, time)
        {
            EnsureMayChange = endpoint.EnsureMayChange,
        };
        try
        {
            await client.HandshakeAsync(endpoint.ConnectTimeout, time, cancellationToken);
        }
        catch
        {
            child.Terminate();
            await client.DisposeAsync();
            throw;
        }

        child.Errors.Clear();
        return new SftpRemoteFolder(endpoint.Engine, client, map, log);
    }

    private static void CheckSshSettings(RemoteEndpoint endpoint)
    {
        if (endpoint.HostKeys.Count == 0)
        {
            throw Misconfigured(endpoint, FailureReason.RemoteHostKey, "HostKeys is empty: the server's key must be pinned");
        }

        if (endpoint.ProxyJump is not null && endpoint.ProxyJumpHostKeys.Count == 0)
        {
            throw Misconfigured(endpoint, FailureReason.RemoteHostKey, "ProxyJumpHostKeys is empty: the jump host's key must be pinned too");
        }

        foreach (var (setting, file) in (ReadOnlySpan<(string, string?)>)
            [
                (nameof(endpoint.PrivateKeyFile), endpoint.PrivateKeyFile), (nameof(endpoint.CertificateFile), endpoint.CertificateFile),
                (nameof(endpoint.PasswordFile), endpoint.PasswordFile), (nameof(endpoint.PassphraseFile), endpoint.PassphraseFile),
            ])
        {
            if (file is not null && !File.Exists(file))
            {
                throw Misconfigured(endpoint, FailureReason.SecretUnavailable, $"{setting} names a file that is not there");
            }
        }
    }

    private static string? FullPath(string? file) => file is null || file.StartsWith(AskPass.VariablePrefix, StringComparison.Ordinal) ? file : Path.GetFullPath(file);

    private static RemoteFolderException Misconfigured(RemoteEndpoint endpoint, FailureReason reason, string what) =>
        new(reason, false, sessionIsDead: true, $"{endpoint.Name}: {what}.");
}
