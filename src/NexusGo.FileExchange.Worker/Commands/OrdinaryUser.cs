using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// What to tell somebody who is neither root nor the user whom the service runs as: one line with the command that works.
/// </summary>
internal static class OrdinaryUser
{
    public const string ServiceUser = "nexusgo";

    /// <summary>Null: the configuration can be read, or is not there at all.</summary>
    public static string? AdviceFor(string configurationDirectory)
    {
        try
        {
            var file = Path.Combine(configurationDirectory, "appsettings.json");
            if (Directory.Exists(configurationDirectory) && !Directory.EnumerateFileSystemEntries(configurationDirectory).Any())
            {
                return null;
            }

            using var stream = File.Exists(file) ? File.OpenRead(file) : null;
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Advice(ServiceUser, configurationDirectory, configurationDirectory);
        }
    }

    /// <summary>
    /// Null: this user may enter the data directory. The private PostgreSQL listens there, and nobody else is let in.
    /// </summary>
    public static string? AdviceFor(WorkerSettings settings, string configurationDirectory) =>
        !string.IsNullOrEmpty(settings.Database.ConnectionString) || FileOwnership.CurrentUserId == 0
            || FileOwnership.Of(settings.DataDirectory) is not { } data || data.UserId == FileOwnership.CurrentUserId
            ? null : Advice(ServiceUser, settings.DataDirectory, configurationDirectory);

    private static string Advice(string user, string closed, string configurationDirectory) =>
        $"{closed} is for the service's user alone. Run: sudo -u {user} nexusgo-fx"
        + (configurationDirectory == WorkerConfiguration.SystemDirectory ? "" : $" --config {configurationDirectory}") + " …";
}
