using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>
/// Fills an option class from JSON and tells everything that is wrong in one pass: unknown and repeated keys, wrong types, values out of
/// range, missing ones. A value that cannot be used leaves the default, so that later checks still have an object to look at.
/// </summary>
public sealed class SettingsReader(string file, ICollection<ConfigurationProblem> problems)
{
    private readonly Dictionary<string, SettingPlace> places = [];

    /// <summary>Where each setting stood, by its dotted path; a setting left to its default stands where its section does.</summary>
    public SettingPlace PlaceOf(string path)
    {
        while (!places.ContainsKey(path) && path.Length > 0)
        {
            path = path[..Math.Max(path.LastIndexOfAny(['.', '[']), 0)];
        }

        return places.GetValueOrDefault(path, new SettingPlace(file, 0, 0));
    }

    /// <summary>Tells a problem of a setting where it stands.</summary>
    public void Add(string setting, string found, string allowed, string advice) =>
        problems.Add(PlaceOf(setting).Problem(setting, found, allowed, advice));

    /// <summary>Reads one object; keys named in <paramref name="alsoAllowed"/> are passed over (<c>$schema</c> always is).</summary>
    public object ReadSection(JsonTree json, Type type, string path, params ReadOnlySpan<string> alsoAllowed)
    {
        var known = SettingsClass.For(type);
        var target = known.Create();
        if (json.Place.Line > 0 || path.Length == 0)
        {
            places.TryAdd(path, json.Place);
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.Members)
        {
            var memberPath = Join(path, member.Name);
            if (path.Length == 0 && (member.Name == "$schema" || alsoAllowed.Contains(member.Name)))
            {
                continue;
            }

            if (known.Find(member.Name) is not { } setting)
            {
                AddUnknown(member, memberPath, known);
                continue;
            }

            places[memberPath] = member.Place;
            if (!seen.Add(member.Name))
            {
                Add(member, memberPath, "the key a second time", "each key once", "Remove one of the two");
                continue;
            }

            if (member.Value.Kind == JsonValueKind.Null)
            {
                if (!setting.IsNullable)
                {
                    Add(member, memberPath, "null", setting.Allowed, "Leave the key out to get the default");
                }

                continue;
            }

            if (TryRead(member.Value, setting.Property.PropertyType, memberPath, setting, out var value))
            {
                setting.Property.SetValue(target, value);
            }
            else
            {
                seen.Remove(member.Name);
                places[memberPath + "!"] = default;
            }
        }

        foreach (var setting in known.Settings)
        {
            Check(setting, target, Join(path, setting.Name), seen.Contains(setting.Name));
        }

        return target;
    }

    private bool TryRead(JsonTree json, Type type, string path, Setting setting, out object? value)
    {
        var (kind, item, _) = Setting.Classify(type);
        value = null;
        switch (kind)
        {
            case SettingKind.Free:
                return false;
            case SettingKind.Section when json.Kind == JsonValueKind.Object:
                value = ReadSection(json, item, path);
                return true;
            case SettingKind.List when json.Kind == JsonValueKind.Array:
                return TryReadList(json, item, path, setting, out value);
            case SettingKind.Map when json.Kind == JsonValueKind.Object:
                return TryReadMap(json, item, path, setting, out value);
            case SettingKind.Text when json.Kind == JsonValueKind.String:
                value = json.Text;
                return true;
            case SettingKind.Flag when json.Kind is JsonValueKind.True or JsonValueKind.False || json.IsFromEnvironment
                && bool.TryParse(json.Text, out _):
                value = bool.Parse(json.Text);
                return true;
            case SettingKind.WholeNumber when json.Kind == JsonValueKind.Number || json.IsFromEnvironment:
                if (long.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && (item != typeof(int) || number is >= int.MinValue and <= int.MaxValue))
                {
                    value = item == typeof(int) ? (object)(int)number : number;
                    return true;
                }

                break;
            case SettingKind.Duration when json.Kind == JsonValueKind.String:
                if (Durations.TryParse(json.Text, out var duration))
                {
                    value = duration;
                    return true;
                }

                break;
            case SettingKind.Date when json.Kind == JsonValueKind.String:
                if (DateOnly.TryParseExact(json.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                {
                    value = date;
                    return true;
                }

                break;
            case SettingKind.Choice when json.Kind == JsonValueKind.String:
                if (Enum.GetNames(item).Contains(json.Text, StringComparer.Ordinal))
                {
                    value = Enum.Parse(item, json.Text);
                    return true;
                }

                break;
        }

        var allowed = setting.Kind == kind ? setting.Allowed : Setting.AllowedOf(kind, item);
        problems.Add(json.Place.Problem(path, Describe(json, setting), allowed, ValueAdvice.For(json, kind, item)));
        return false;
    }

    private bool TryReadList(JsonTree json, Type item, string path, Setting setting, out object? value)
    {
        var good = true;
        var list = Array.CreateInstance(item, json.Items.Count);
        for (var i = 0; i < json.Items.Count; i++)
        {
            var itemPath = $"{path}[{i}]";
            places[itemPath] = json.Items[i].Place;
            if (TryRead(json.Items[i], item, itemPath, setting, out var one))
            {
                list.SetValue(one, i);
            }
            else
            {
                good = false;
            }
        }

        value = list;
        return good;
    }

    private bool TryReadMap(JsonTree json, Type item, string path, Setting setting, out object? value)
    {
        var good = true;
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item))!;
        foreach (var member in json.Members)
        {
            var memberPath = Join(path, member.Name);
            places[memberPath] = member.Place;
            if (map.Contains(member.Name))
            {
                Add(member, memberPath, "the key a second time", "each key once", "Remove one of the two");
                good = false;
            }
            else if (TryRead(member.Value, item, memberPath, setting, out var one))
            {
                map.Add(member.Name, one);
            }
            else
            {
                good = false;
            }
        }

        value = map;
        return good;
    }

    /// <summary>The annotations, on the final value: a default that breaks its own rule is a missing setting.</summary>
    private void Check(Setting setting, object target, string path, bool isSet)
    {
        if (places.ContainsKey(path + "!"))
        {
            return;
        }

        var value = setting.Property.GetValue(target);
        if (!setting.Checks.All(check => check.IsValid(value)))
        {
            Add(path, isSet ? Describe(value, setting) : "nothing", setting.Allowed, isSet ? "Choose a value that is allowed"
                : "This setting is required");
        }
        else if (setting.Kind == SettingKind.Section && !isSet && value is not null)
        {
            ReadSection(JsonTree.EmptyObject(file), setting.ItemType, path);
        }
    }

    private void AddUnknown(JsonMember member, string path, SettingsClass known)
    {
        var nearest = known.Nearest(member.Name);
        Add(member, path, "an unknown key", nearest ?? $"the keys {string.Join(", ", known.Settings.Select(one => one.Name))}",
            nearest is null ? "Remove it, or look its name up in config/README.md" : $"Did you mean {nearest}?");
    }

    private void Add(JsonMember member, string path, string found, string allowed, string advice) =>
        problems.Add(member.Place.Problem(path, found, allowed, advice));

    private static string Describe(JsonTree json, Setting setting) => json.Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => Describe(json.Text, setting),
        JsonValueKind.Null => "null",
        _ when setting.IsHidden => "a value that is not shown here",
        _ => json.Text,
    };

    private static string Describe(object? value, Setting setting) => value switch
    {
        null => "nothing",
        "" => "an empty text",
        string text when setting.IsHidden || text.Length > 60 || text.Any(char.IsControl) => $"a text of {text.Length} characters",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        TimeSpan duration => Setting.Duration(duration),
        ICollection list => list.Count == 0 ? "an empty list" : $"a list of {list.Count}",
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        _ => "an object",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
