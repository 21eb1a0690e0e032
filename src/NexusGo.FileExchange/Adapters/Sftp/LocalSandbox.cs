using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Engine Local's sftp-server sees one folder of this machine, the customer's area, and the system's programs. A link that appears between our look at a path
/// and the server's, which would be a race without end, leads nowhere.
/// </summary>
internal static class LocalSandbox
{
    private static readonly Lazy<bool> Attempt = new(() => Bubblewrap.Works([.. Bubblewrap.Arguments(), .. Bubblewrap.End]));

    public static bool Works => Attempt.Value;

    /// <summary>The arguments of bubblewrap. The server asks for the name of its user, hence the list of them.</summary>
    public static IReadOnlyList<string> Arguments(string root, string program) =>
    [
        .. Bubblewrap.Arguments(readOnly: File.Exists("/etc/passwd") ? ["/etc/passwd"] : [], writable: [root]),
        .. Bubblewrap.End, program, "-e", "-d", root.Replace("%", "%%", StringComparison.Ordinal),
    ];
}
