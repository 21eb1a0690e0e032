using System.Diagnostics;

namespace NexusGo.FileExchange.Machine;

/// <summary>
/// bubblewrap (bwrap(1)) starts a program in namespaces of its own: no network, no other processes, no capabilities, and of the files only
/// the system's programs and what is named here. It needs no privileges, but a kernel that lets users make namespaces. The program has to
/// end when its input does: --die-with-parent would end it with the thread that started it, which may be any of the pool's.
/// </summary>
public static class Bubblewrap
{
    public const string Program = "/usr/bin/bwrap";

    private static readonly string[] SystemFolders = ["/lib", "/lib64", "/bin"];

    /// <summary>Behind all folders: nothing else appears in the program's root, and it starts there.</summary>
    public static IReadOnlyList<string> End { get; } = ["--dev", "/dev", "--remount-ro", "/", "--chdir", "/"];

    /// <param name="readOnly">Files and folders that the program may read besides the system's programs.</param>
    /// <param name="writable">Folders that it may change.</param>
    /// <returns>To be followed by <see cref="End"/>, the program and its arguments.</returns>
    public static IReadOnlyList<string> Arguments(IEnumerable<string>? readOnly = null, IEnumerable<string>? writable = null) =>
    [
        // Exactly the kinds that install/sandbox.conf allows the service.
        "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--new-session", "--cap-drop", "ALL",
        .. SystemFolders.Where(Directory.Exists).Prepend("/usr").Concat(readOnly ?? [])
            .SelectMany(path => (string[])["--ro-bind", path, path]),
        .. (writable ?? []).SelectMany(path => (string[])["--bind", path, path]),
    ];

    /// <summary>Whether it is installed, and the kernel lets it do what these arguments want.</summary>
    public static bool Works(IReadOnlyList<string> arguments)
    {
        if (!File.Exists(Program))
        {
            return false;
        }

        var start = new ProcessStartInfo(Program, [.. arguments, "/usr/bin/true"]) { RedirectStandardError = true };
        ChildEnvironment.Clear(start.Environment);
        using var attempt = Process.Start(start)!;
        attempt.StandardError.ReadToEnd();
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
