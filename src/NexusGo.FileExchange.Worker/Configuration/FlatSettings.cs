using System.Collections;
using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>A setting's value as text.</summary>
/// <param name="Text">To compare.</param>
/// <param name="IsHidden">May not be shown: it could be a secret or a person's name.</param>
internal readonly record struct FlatSetting(string Text, bool IsHidden);

/// <summary>
/// An option object as one list of dotted paths and values, to compare two of them. Items of a list are named by their code, id or name, so
/// that one put in front does not change all the others.
/// </summary>
internal static class FlatSettings
{
    private static readonly string[] Names = ["Code", "Id", "ProductCode", "Name", "Algorithm"];

    public static IReadOnlyDictionary<string, FlatSetting> Of(object options)
    {
        var flat = new SortedDictionary<string, FlatSetting>(StringComparer.Ordinal);
        Add(flat, options, "");
        return flat.Where(one => one.Value.Text.Length > 0).ToDictionary();
    }

    private static void Add(SortedDictionary<string, FlatSetting> flat, object section, string path)
    {
        // What is included counts as if it stood in the file itself.
        foreach (var setting in SettingsClass.For(section.GetType()).Settings.Where(one => one.Name != nameof(CustomerProfile.Include)))
        {
            var value = setting.Property.GetValue(section);
            var at = path.Length == 0 ? setting.Name : $"{path}.{setting.Name}";
            var hasSections = Setting.Classify(setting.ItemType).Kind == SettingKind.Section;
            switch (value)
            {
                case null:
                    break;
                case not null when setting.Kind == SettingKind.Section:
                    Add(flat, value, at);
                    break;
                case IDictionary map:
                    foreach (DictionaryEntry entry in map)
                    {
                        flat[$"{at}.{entry.Key}"] = new FlatSetting(TextOf(entry.Value), setting.IsHidden);
                    }

                    break;
                case IEnumerable items when setting.Kind == SettingKind.List && hasSections:
                    foreach (var (item, index) in items.Cast<object>().Select((item, index) => (item, index)))
                    {
                        Add(flat, item, $"{at}[{NameOf(item) ?? index.ToString(CultureInfo.InvariantCulture)}]");
                    }

                    break;
                case IEnumerable items when setting.Kind == SettingKind.List:
                    flat[at] = new FlatSetting(string.Join(", ", items.Cast<object>().Select(TextOf)), setting.IsHidden);
                    break;
                default:
                    flat[at] = new FlatSetting(TextOf(value), setting.IsHidden);
                    break;
            }
        }
    }

    private static string? NameOf(object item) => SettingsClass.For(item.GetType()).Settings
        .Where(setting => Names.Contains(setting.Name) && !setting.IsHidden).OrderBy(setting => Array.IndexOf(Names, setting.Name))
        .Select(setting => setting.Property.GetValue(item) as string).FirstOrDefault(name => !string.IsNullOrEmpty(name));

    private static string TextOf(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan duration => Setting.Duration(duration),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
