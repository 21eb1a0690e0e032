using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>An option class seen as a list of settings, in the order of its source.</summary>
public sealed class SettingsClass
{
    private static readonly ConcurrentDictionary<Type, SettingsClass> Known = new();

    private SettingsClass(Type type)
    {
        Type = type;
        var defaults = Create();
        Settings = [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .OrderBy(property => property.MetadataToken)
            .Select(property => new Setting(property, property.GetValue(defaults)))];
    }

    public Type Type { get; }

    public IReadOnlyList<Setting> Settings { get; }

    public static SettingsClass For(Type type) => Known.GetOrAdd(type, static found => new SettingsClass(found));

    /// <summary>A new object with every default.</summary>
    public object Create() => Activator.CreateInstance(Type)!;

    /// <summary>The setting of that name, in the spelling of the manual.</summary>
    public Setting? Find(string name) => Settings.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The known name that a mistyped one most likely means, or null when none is near.</summary>
    /// <remarks>
    /// A secret by the name of its value, such as Password, means the setting of its file, here or in a section below.
    /// </remarks>
    public string? Nearest(string name) => FileOf(name) ?? NearestOf(name, Settings.Select(setting => setting.Name))
        ?? Settings.Where(setting => setting.Kind == SettingKind.Section)
            .Select(section => For(section.ItemType).FileOf(name) is { } below ? $"{section.Name}.{below}" : null)
            .FirstOrDefault(below => below is not null);

    private string? FileOf(string secret) =>
        Settings.FirstOrDefault(setting => setting.Name.Equals(secret + "File", StringComparison.OrdinalIgnoreCase))?.Name;

    public static string? NearestOf(string name, IEnumerable<string> known)
    {
        var best = known.Select(candidate => (candidate, Distance: Distance(name, candidate))).OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.candidate is not null && best.Distance <= Math.Max(2, name.Length / 3) ? best.candidate : null;
    }

    /// <summary>Edit distance (insert, remove, replace), letter case aside.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = previous[0];
            previous[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = previous[j];
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                previous[j] = Math.Min(Math.Min(previous[j] + 1, previous[j - 1] + 1), diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }

        return previous[right.Length];
    }
}
