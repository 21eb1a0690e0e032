using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// Copies of appsettings.json and production.json as the worker read them at its start, beside its other data: an edit counts from the next
/// start on, and config diff says what it would change. Customers' files are kept by <see cref="LastProfiles"/>.
/// </summary>
internal static class SettingsInUse
{
    private const string FolderName = "settings-in-use";

    public static string FolderOf(WorkerSettings settings) => Path.Combine(settings.DataDirectory, FolderName);

    /// <summary>A disk that takes no copy keeps nobody from working.</summary>
    public static void Keep(WorkerConfiguration configuration, ILogger logger)
    {
        try
        {
            var folder = Directory.CreateDirectory(FolderOf(configuration.Settings),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            foreach (var file in new[] { configuration.SettingsFile, configuration.PartnerFile })
            {
                var copy = Path.Combine(folder, Path.GetFileName(file));
                if (File.Exists(file))
                {
                    File.Copy(file, copy + ".new", overwrite: true);
                    File.Move(copy + ".new", copy, overwrite: true);
                }
                else
                {
                    File.Delete(copy);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WorkerLog.SettingsNotKept(logger, exception.Message);
        }
    }

    /// <summary>The worker's settings at its last start; null: no worker has kept any here.</summary>
    public static WorkerSettings? Settings(WorkerConfiguration configuration) =>
        Read(configuration, configuration.SettingsFile) is { } content
            ? WorkerConfiguration.Parse(content, configuration.SettingsFile) : null;

    /// <summary>The production partner at the last start, or null.</summary>
    public static ProductionProfile? Production(WorkerConfiguration configuration) =>
        Read(configuration, configuration.PartnerFile) is { } content
            ? ProductionProfileReader.Parse(content, configuration.PartnerFile, []) : null;

    private static byte[]? Read(WorkerConfiguration configuration, string file)
    {
        var copy = Path.Combine(FolderOf(configuration.Settings), Path.GetFileName(file));
        return File.Exists(copy) ? File.ReadAllBytes(copy) : null;
    }
}
