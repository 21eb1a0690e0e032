using System.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Engine Local's sftp-server sees one folder of this machine, the customer's area, and the system's programs. A link that appears between
/// our look at a path and the server's, which would be a race without end, leads nowhere.
/// </summary>
internal static class LocalSandbox
{
    public const string UnconfinedVariable = "NEXUSGO_LOCAL_UNCONFINED";

    private static readonly Lazy<bool> Attempt = new(() => Bubblewrap.Works([.. Bubblewrap.Arguments(), .. Bubblewrap.End]));

    public static bool Works => Attempt.Value;

    /// <summary>
    /// Whether who starts the worker wants the server without it, where it cannot work: in a container that allows no namespaces.
    /// </summary>
    public static bool MayBeLeftOut => Environment.GetEnvironmentVariable(UnconfinedVariable) == "1";

    /// <summary>The server asks for the name of its user, hence the list of them.</summary>
    public static ProcessStartInfo Start(string root, string program)
    {
        string[] server = [program, "-e", "-d", root.Replace("%", "%%", StringComparison.Ordinal)];
        string[] accounts = File.Exists("/etc/passwd") ? ["/etc/passwd"] : [];
        return Works
            ? new ProcessStartInfo(Bubblewrap.Program, [.. Bubblewrap.Arguments(accounts, writable: [root]), .. Bubblewrap.End, .. server])
            : new ProcessStartInfo(server[0], server[1..]);
    }
}
