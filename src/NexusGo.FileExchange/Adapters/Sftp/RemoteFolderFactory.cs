using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Sftp.SshNet;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Opens SFTP sessions, each by its endpoint's engine. One instance per application; disposing it ends every child process that is left.
/// </summary>
public sealed class RemoteFolderFactory : IRemoteFolderFactory, IDisposable
{
    private static readonly string[] SftpServerPlaces =
        ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server", "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server"];

    private readonly RemoteFolderFactoryOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ChildPrograms children = new();
    private readonly IReadOnlyList<string> missingInternals = SshNetInternals.Missing(typeof(SshNetInternals));

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
                "SshNet" => await OverSshNetAsync(endpoint, cancellationToken),
                _ => throw Misconfigured(endpoint, FailureReason.ProgramMissing, "Engine must be SshNet, OpenSsh or Local"),
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

    private async ValueTask<IRemoteFolder> OverSshNetAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        CheckSshSettings(endpoint);
        if (missingInternals.Count > 0)
        {
            throw Misconfigured(endpoint, FailureReason.ProgramMissing,
                $"this version of SSH.NET lacks {string.Join(", ", missingInternals)}; use engine OpenSsh");
        }

        if (endpoint.ProxyJump is not null || endpoint.SshOptions.Count > 0)
        {
            throw Misconfigured(endpoint, FailureReason.ProgramMissing,
                "engine SshNet has no ProxyJump and no SshOptions; use engine OpenSsh");
        }

        var started = time.GetTimestamp();
        var transport = await new SshNetConnector(endpoint, time).ConnectAsync(cancellationToken);
        var left = endpoint.ConnectTimeout - time.GetElapsedTime(started);
        return await HandshakeAsync(endpoint, transport, left > TimeSpan.Zero ? left : TimeSpan.Zero, static path => path.Bytes,
            cancellationToken);
    }

    private async ValueTask<IRemoteFolder> OverSshAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        CheckSshSettings(endpoint);
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("File modes of POSIX are needed to keep the session's files private.");
        }

        string[] pinned =
            [.. endpoint.HostKeys.Concat(endpoint.ProxyJumpHostKeys).Select(key => HostKeys.Parse(endpoint.Name, key).Fingerprint)];
        using var files = new SshSessionFiles(endpoint, options, time.GetUtcNow());
        var start = new ProcessStartInfo(endpoint.SshProgram) { ArgumentList = { "-F", files.ConfigFile, "-s", SshConfig.Alias, "sftp" } };
        SshEnvironment.Set(start.Environment, endpoint, files.AskPassFile);
        var child = ChildProgram.Start(children, start, "openssh-client",
            (ready, exitCode, lines) => SshDiagnosis.Explain(ready, exitCode, lines, pinned));
        var session = await HandshakeAsync(endpoint, child.NewTransport(), endpoint.ConnectTimeout, static path => path.Bytes,
            cancellationToken);
        child.Errors.Clear();
        return session;
    }

    private ValueTask<IRemoteFolder> LocalAsync(RemoteEndpoint endpoint, CancellationToken cancellationToken)
    {
        var map = new LocalPathMap(endpoint);
        var program = endpoint.SftpServerProgram ?? SftpServerPlaces.FirstOrDefault(File.Exists) ?? "sftp-server";
        if (Path.IsPathRooted(program) && !File.Exists(program))
        {
            // Looked for here, because a missing program inside the sandbox only ends at once without saying why.
            throw Misconfigured(endpoint, FailureReason.ProgramMissing,
                $"the program {program} is not there (Debian: openssh-sftp-server)");
        }

        if (!LocalSandbox.Works)
        {
            if (!LocalSandbox.MayBeLeftOut)
            {
                throw Misconfigured(endpoint, FailureReason.ProgramMissing,
                    "engine Local needs bubblewrap (Debian: bubblewrap) and a kernel that lets it make namespaces");
            }

            SftpLog.LocalServerUnconfined(log, endpoint.Name);
        }

        var start = LocalSandbox.Start(map.Root, program);
        ChildEnvironment.Clear(start.Environment);
        var child = ChildProgram.Start(children, start, "openssh-sftp-server",
            static (_, exitCode, _) =>
            new SessionEnd(FailureReason.RemoteUnreachable, true, $"sftp-server ended with exit code {exitCode}"));
        return HandshakeAsync(endpoint, child.NewTransport(), endpoint.ConnectTimeout, map.Map, cancellationToken);
    }

    private async ValueTask<IRemoteFolder> HandshakeAsync(
        RemoteEndpoint endpoint, SftpTransport transport, TimeSpan connectTimeout, Func<RemotePath, ReadOnlyMemory<byte>> map,
        CancellationToken cancellationToken)
    {
        var client = new SftpClient(endpoint.Name, transport, endpoint.OperationTimeout, endpoint.StallTimeout, time)
        {
            EnsureMayChange = endpoint.EnsureMayChange,
            NewFileMode = endpoint.NewFileMode,
        };
        try
        {
            await client.HandshakeAsync(connectTimeout, time, cancellationToken);
        }
        catch
        {
            transport.Stop(abruptly: true);
            await client.DisposeAsync();
            throw;
        }

        return new SftpRemoteFolder(endpoint.Engine, client, map, log);
    }

    private static void CheckSshSettings(RemoteEndpoint endpoint)
    {
        if (!IsWord(endpoint.Host) || !IsWord(endpoint.User))
        {
            throw Misconfigured(endpoint, FailureReason.RemoteUnreachable,
                "Host or User is empty or has a character that does not belong there");
        }

        if (endpoint.HostKeys.Count == 0)
        {
            throw Misconfigured(endpoint, FailureReason.RemoteHostKey, "HostKeys is empty: the server's key must be pinned");
        }

        if (endpoint.ProxyJump is not null && endpoint.ProxyJumpHostKeys.Count == 0)
        {
            throw Misconfigured(endpoint, FailureReason.RemoteHostKey,
                "ProxyJumpHostKeys is empty: the jump host's key must be pinned too");
        }

        foreach (var (setting, file) in (ReadOnlySpan<(string, string?)>)
            [
                (nameof(endpoint.PrivateKeyFile), endpoint.PrivateKeyFile), (nameof(endpoint.CertificateFile), endpoint.CertificateFile),
                (nameof(endpoint.PasswordFile), endpoint.PasswordFile), (nameof(endpoint.PassphraseFile), endpoint.PassphraseFile),
                (nameof(endpoint.ProxyPasswordFile), endpoint.ProxyPasswordFile),
            ])
        {
            if (file is not null && !file.StartsWith(SecretFile.VariablePrefix, StringComparison.Ordinal) && !File.Exists(file))
            {
                throw Misconfigured(endpoint, FailureReason.SecretUnavailable, $"{setting} names a file that is not there");
            }
        }
    }

    private static bool IsWord(string value) => value.Length > 0 && value[0] != '-'
        && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));

    private static RemoteFolderException Misconfigured(RemoteEndpoint endpoint, FailureReason reason, string what) =>
        new(reason, false, sessionIsDead: true, $"{endpoint.Name}: {what}.");
}
