using System.Text.Json;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>The status files of the workers of one run-time folder: <c>worker-NAME.json</c>, replaced whole.</summary>
internal static class StatusFile
{
    public static string PathOf(string runDirectory, string worker) => Path.Combine(runDirectory, $"worker-{worker}.json");

    public static void Write(string path, WorkerStatus status)
    {
        var attempt = path + ".new";
        File.WriteAllText(attempt, JsonSerializer.Serialize(status, JsonOutput.Options));
        File.Move(attempt, path, overwrite: true);
    }

    public static IReadOnlyList<WorkerStatus> ReadAll(string runDirectory)
    {
        if (!Directory.Exists(runDirectory))
        {
            return [];
        }

        var found = new List<WorkerStatus>();
        foreach (var path in Directory.EnumerateFiles(runDirectory, "worker-*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize<WorkerStatus>(File.ReadAllText(path), JsonOutput.Options) is { } status)
                {
                    found.Add(status);
                }
            }
            catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
            {
                // Being replaced, or of another version: as good as not there.
            }
        }

        return found;
    }
}
