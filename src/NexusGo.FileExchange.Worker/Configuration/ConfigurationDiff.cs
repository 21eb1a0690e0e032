using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Configuration;

internal enum FileChange
{
    Added,
    Changed,
    Removed,
    /// <summary>It has problems: the customer goes on as it is.</summary>
    Unusable,
}

/// <summary>A setting that differs; null: not there. What could be a secret or a person's name is only said to differ.</summary>
internal sealed record SettingChange(string Setting, string? Old, string? New);

/// <summary>A file that differs from the one in use.</summary>
/// <param name="File">Its path within the configuration folder.</param>
/// <param name="Change">How.</param>
/// <param name="Settings">The settings that differ, where both can be read.</param>
internal sealed record ChangedFile(string File, FileChange Change, IReadOnlyList<SettingChange> Settings);

/// <summary>What an edited configuration would change against the one that the worker uses.</summary>
internal static class ConfigurationDiff
{
    private const string NotShown = "(not shown)";

    public static IReadOnlyList<ChangedFile> Of(WorkerConfiguration edited, WorkerSettings settings, ProductionProfile? production,
        IReadOnlyList<CustomerProfileFile> customers) =>
    [
        .. Compare("appsettings.json", settings, WorkerConfiguration.Parse(File.ReadAllBytes(edited.SettingsFile), edited.SettingsFile)),
        .. Compare("production.json", production, edited.Production),
        .. Customers(edited.Customers, customers),
    ];

    private static IEnumerable<ChangedFile> Customers(CustomerFolder edited, IReadOnlyList<CustomerProfileFile> inUse)
    {
        foreach (var id in edited.Files.Concat(inUse).Select(file => file.IdByName).Distinct().Order(StringComparer.Ordinal))
        {
            var file = edited.Files.FirstOrDefault(one => one.IdByName == id);
            var name = $"customers/{id}.json";
            if (file is { Profile: null })
            {
                yield return new ChangedFile(name, FileChange.Unusable, []);
                continue;
            }

            foreach (var changed in Compare(name, inUse.FirstOrDefault(one => one.IdByName == id)?.Profile, file?.Profile))
            {
                yield return changed;
            }
        }
    }

    private static IEnumerable<ChangedFile> Compare(string file, object? old, object? now)
    {
        if (old is null || now is null)
        {
            return old is null && now is null ? [] : [new ChangedFile(file, old is null ? FileChange.Added : FileChange.Removed, [])];
        }

        var (before, after) = (FlatSettings.Of(old), FlatSettings.Of(now));
        var changes = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Old: Find(before, path), New: Find(after, path))).Where(one => one.Old != one.New)
            .Select(one => new SettingChange(one.Path, Shown(one.Old), Shown(one.New))).ToArray();
        return changes.Length == 0 ? [] : [new ChangedFile(file, FileChange.Changed, changes)];
    }

    private static FlatSetting? Find(IReadOnlyDictionary<string, FlatSetting> flat, string path) =>
        flat.TryGetValue(path, out var found) ? found : null;

    private static string? Shown(FlatSetting? setting) => setting is { } one ? one.IsHidden ? NotShown : one.Text : null;
}
