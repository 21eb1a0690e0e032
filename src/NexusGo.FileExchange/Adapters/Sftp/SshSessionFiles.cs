using System.Runtime.Versioning;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// The private files of one connection attempt: configuration, pinned keys, the askpass script. ssh reads them while it connects; then they
/// go.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SshSessionFiles : IDisposable
{
    private readonly string folder;

    public SshSessionFiles(RemoteEndpoint endpoint, RemoteFolderFactoryOptions options, DateTimeOffset now)
    {
        folder = Path.Combine(Path.GetFullPath(options.RunDirectory), $"ssh-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(options.RunDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var knownHosts = Write("known_hosts", HostKeys.KnownHosts(endpoint.Name, SshConfig.HostOf(endpoint), endpoint.HostKeys),
                UnixFileMode.None);
            var jumpKnownHosts = Write("known_hosts.jump",
                HostKeys.KnownHosts(endpoint.Name, SshConfig.JumpHostOf(endpoint), endpoint.ProxyJumpHostKeys), UnixFileMode.None);
            ConfigFile = Write("config", new SshConfig(endpoint, now).Build(knownHosts, jumpKnownHosts), UnixFileMode.None);
            if (SshConfig.NeedsAnswers(endpoint))
            {
                var command = string.Join(' ',
                    options.AskPassCommand.Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
                AskPassFile = Write("askpass", $"#!/bin/sh\nexec {command} \"$@\"\n", UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new RemoteFolderException(FailureReason.SpoolUnavailable, true, sessionIsDead: true,
                $"{endpoint.Name}: the run directory cannot be written ({e.Message})", e);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string ConfigFile { get; }

    /// <summary>Null when nothing can be asked.</summary>
    public string? AskPassFile { get; }

    public void Dispose()
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Ignored: nothing secret is in these files, and the run directory is swept as a whole.
        }
    }

    private string Write(string name, string content, UnixFileMode more)
    {
        var path = Path.Combine(folder, name);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | more,
        });
        file.Write(Encoding.UTF8.GetBytes(content));
        return path;
    }
}
