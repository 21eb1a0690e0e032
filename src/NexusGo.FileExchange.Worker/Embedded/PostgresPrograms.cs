using System.Globalization;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>Where the installed server's programs are. Debian keeps them out of the PATH, one folder for each major version.</summary>
internal sealed record PostgresPrograms(int MajorVersion, string Folder)
{
    public const string DebianRoot = "/usr/lib/postgresql";

    public string Postgres => Path.Combine(Folder, "postgres");

    public string Initdb => Path.Combine(Folder, "initdb");

    /// <param name="dataDirectory">If it exists, only the version that made it can open it; otherwise the newest one is taken.</param>
    /// <param name="debianRoot">Searched first.</param>
    /// <param name="path">Searched second: a PATH.</param>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.ProgramMissing"/>, naming the Debian package.</exception>
    public static PostgresPrograms Find(string dataDirectory, string debianRoot, string? path)
    {
        var found = Installed(debianRoot, path);
        var versionFile = Path.Combine(dataDirectory, "PG_VERSION");
        if (!File.Exists(versionFile))
        {
            return found.OrderByDescending(programs => programs.MajorVersion).FirstOrDefault()
                ?? throw Missing("PostgreSQL is not installed. On Debian: apt-get install postgresql");
        }

        var needed = int.Parse(File.ReadAllText(versionFile).Trim(), CultureInfo.InvariantCulture);
        return found.FirstOrDefault(programs => programs.MajorVersion == needed)
            ?? found.FirstOrDefault(programs => programs.MajorVersion == 0)
            ?? throw Missing($"The data in {dataDirectory} was made by PostgreSQL {needed}, which is not installed. On Debian: apt-get "
                + $"install postgresql-{needed}");
    }

    private static List<PostgresPrograms> Installed(string debianRoot, string? path)
    {
        var debian = Directory.Exists(debianRoot)
            ? Directory.GetDirectories(debianRoot)
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(folder => new PostgresPrograms(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture),
                Path.Combine(folder, "bin")))
            : [];
        // In the PATH the version is not known without asking: 0, the last choice.
        var others = (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => new PostgresPrograms(0, folder));
        return [.. debian.Concat(others).Where(programs => File.Exists(programs.Postgres) && File.Exists(programs.Initdb))];
    }

    private static FileExchangeException Missing(string message) => new(FailureReason.ProgramMissing, isTransient: false, message);
}
