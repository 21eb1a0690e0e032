using System.Collections;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Puts environment variables over what a file says: <c>PREFIX</c> + path with <c>__</c> between the keys.</summary>
internal static class EnvironmentOverrides
{
    public static void Apply(JsonTree root, string section, string prefix, IDictionary environment)
    {
        foreach (var name in environment.Keys.Cast<string>().Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            var target = Section(root, section);
            var keys = name[prefix.Length..].Split("__");
            foreach (var key in keys[..^1])
            {
                target = Section(target, key);
            }

            target.Members.RemoveAll(member => member.Name == keys[^1]);
            var value = JsonTree.FromEnvironment((string)environment[name]!);
            target.Members.Add(new JsonMember(keys[^1], value, value.Place));
        }
    }

    /// <summary>
    /// Variables that look like overrides and are none, each with what was meant: one underscore too few, another case, or the name of the
    /// section in front.
    /// </summary>
    public static IEnumerable<string> NearMisses(string section, string prefix, IDictionary environment)
    {
        foreach (var name in environment.Keys.Cast<string>().Where(name => !name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            var path = name.StartsWith(section + "__", StringComparison.OrdinalIgnoreCase) ? name[(section.Length + 2)..]
                : name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? name[prefix.Length..]
                : name.StartsWith(prefix[..^1], StringComparison.OrdinalIgnoreCase) && name.Contains("__", StringComparison.Ordinal)
                    ? name[(prefix.Length - 1)..] : null;
            if (path is not null)
            {
                yield return $"environment: {name} is not read. Did you mean {prefix}{path}?";
            }
        }
    }

    private static JsonTree Section(JsonTree parent, string name)
    {
        if (parent.Members.Find(member => member.Name == name) is { } found)
        {
            return found.Value;
        }

        var section = JsonTree.EmptyObject(SettingPlace.Environment);
        var added = new JsonMember(name, section, section.Place);
        parent.Members.Add(added);
        return added.Value;
    }
}
