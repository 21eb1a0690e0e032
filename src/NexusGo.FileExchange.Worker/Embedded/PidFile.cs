namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// postmaster.pid as PostgreSQL writes it (src/include/utils/pidfile.h): process id, data directory, start time, port, socket directory,
/// listen address, shared memory key, and last the state: "starting", "ready", ….
/// </summary>
internal static class PidFile
{
    private const int StateLine = 7;

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>Its lines; empty if there is no file.</summary>
    public static string[] Read(string dataDirectory)
    {
        try
        {
            return File.ReadAllLines(PathIn(dataDirectory));
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    public static bool SaysReady(string[] lines, int processId) =>
        lines.Length > StateLine && lines[0] == processId.ToString(System.Globalization.CultureInfo.InvariantCulture)
            && lines[StateLine].Trim() == "ready";
}
