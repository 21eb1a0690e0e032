using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The demo's folder: the customer's area, keys, configuration, data. Held by one demo at a time. A folder is only ever emptied when an
/// earlier demo left its marker in it.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private const string MarkerName = ".nexusgo-demo";

    private readonly FileStream marker;

    private DemoFolder(string path, FileStream marker)
    {
        Path = path;
        this.marker = marker;
    }

    public string Path { get; }

    /// <summary>
    /// Root's demo is below /var/lib, because sshd changes its root only into folders that root alone can write to, all the way up.
    /// </summary>
    public static string DefaultPath => Environment.IsPrivilegedProcess
        ? "/var/lib/nexusgo-demo"
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
            Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
            ? home : System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"nexusgo-{Environment.UserName}"), "nexusgo-demo");

    /// <exception cref="FileExchangeException">Another demo has it, it is not a demo's folder, or it cannot be written.</exception>
    public static DemoFolder Open(string path, bool keep)
    {
        var markerPath = System.IO.Path.Combine(path, MarkerName);
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !File.Exists(markerPath))
        {
            throw Unusable($"{path} is not empty and no demo's folder; name another with --directory.");
        }

        try
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            var marker = new FileStream(markerPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new DemoFolder(path, marker);
            if (!keep)
            {
                folder.Empty();
            }

            return folder;
        }
        catch (IOException exception) when (File.Exists(markerPath))
        {
            throw Unusable($"Another demo is running in {path}; stop it, or name another folder with --directory.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"The demo's folder {path} cannot be written; name another with --directory.", exception);
        }
    }

    public string PathOf(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose() => marker.Dispose();

    private void Empty()
    {
        DemoSshd.StopLeftover(PathOf("sshd"));
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(entry => entry.Name != MarkerName))
        {
            if (entry is DirectoryInfo { LinkTarget: null } directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static FileExchangeException Unusable(string message, Exception? inner = null) =>
        new(FailureReason.SpoolUnavailable, isTransient: false, message, inner);
}
