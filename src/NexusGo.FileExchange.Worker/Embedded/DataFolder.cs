using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// Where the cluster's files are. Usually <c>postgres</c> below the configured directory; where root's server user cannot get there (a home
/// directory of root's, say), in a folder of its own under <see cref="ElsewhereRoot"/>, to which <c>postgres</c> is then a link.
/// </summary>
internal sealed record DataFolder(string Link, string Actual)
{
    public const string ElsewhereRoot = "/var/lib/nexusgo-private-postgres";

    /// <summary>Holds, in a folder elsewhere, the link that leads to it; a folder whose link is gone is garbage.</summary>
    private const string OriginSuffix = ".origin";

    public bool IsElsewhere => Link != Actual;

    public bool HasCluster => File.Exists(Path.Combine(Actual, "PG_VERSION"));

    /// <summary>Where initdb works until everything is there; then it is renamed.</summary>
    public string Unfinished => Actual + ".new";

    /// <summary>Where the cluster of a directory is, if there is one.</summary>
    public static DataFolder Find(string directory)
    {
        var link = Path.Combine(directory, "postgres");
        return new DataFolder(link, new DirectoryInfo(link).LinkTarget ?? link);
    }

    public static async Task<DataFolder> ResolveAsync(string directory, ServerUser user, ILogger logger,
        CancellationToken cancellationToken)
    {
        var real = (await SystemProgram.RunAsync("realpath", [directory], cancellationToken)).TrimEnd('\n');
        var found = Find(real);
        var link = found.Link;
        if (found.IsElsewhere)
        {
            return found;
        }

        if (Directory.Exists(link) || await user.CanReachAsync(real, cancellationToken))
        {
            return new DataFolder(link, link);
        }

        Directory.CreateDirectory(ElsewhereRoot);
        File.SetUnixFileMode(ElsewhereRoot, (UnixFileMode)Convert.ToInt32("0711", 8));
        await SweepElsewhereAsync(cancellationToken);
        var elsewhere = Path.Combine(ElsewhereRoot, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(elsewhere + OriginSuffix, link, cancellationToken);
        Directory.CreateSymbolicLink(link, elsewhere);
        PostgresLog.PrivatePostgresElsewhere(logger, user.UserId, link, elsewhere);
        return new DataFolder(link, elsewhere);
    }

    /// <summary>Removes folders elsewhere whose link was deleted with its run directory, unless a server still works in them.</summary>
    internal static async Task SweepElsewhereAsync(CancellationToken cancellationToken)
    {
        foreach (var origin in Directory.GetFiles(ElsewhereRoot, "*" + OriginSuffix))
        {
            var folder = origin[..^OriginSuffix.Length];
            var link = await File.ReadAllTextAsync(origin, cancellationToken);
            if (new DirectoryInfo(link).LinkTarget != folder && ServerProcesses.Of(folder).Count == 0)
            {
                Delete(folder);
                Delete(folder + ".new");
                Delete(SocketFolder.Of(folder));
                File.Delete(origin);
            }
        }
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
