using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>Two customers whose areas meet.</summary>
internal sealed record CustomerClash(CustomerProfileFile One, CustomerProfileFile Other, ConfigurationProblem Problem);

internal sealed partial class CustomerProfileRules
{
    /// <summary>
    /// No folder may belong to two customers: one would read or be sent the other's data. Folders meet when they are the same, or when one
    /// customer's inbox lies inside a folder of the other. Local areas may not meet at all.
    /// </summary>
    public static IReadOnlyList<CustomerClash> CheckTogether(IReadOnlyList<CustomerProfileFile> files)
    {
        var clashes = new List<CustomerClash>();
        var taken = new Dictionary<string, (CustomerProfileFile File, string Setting)>(StringComparer.Ordinal);
        for (var i = 0; i < files.Count; i++)
        {
            var file = files[i];
            clashes.AddRange(files.Take(i).Where(other => RootsMeet(other.Profile!.Remote, file.Profile!.Remote))
                .Select(other => new CustomerClash(other, file,
                SettingLookup.WithPlace(new ConfigurationProblem(file.File, 0, 0, "Remote.LocalRoot",
                $"a folder that is, holds or lies in the LocalRoot of customer {other.Profile!.CustomerId}",
                    "a folder that belongs to one customer only", $"Compare Remote with {Path.GetFileName(other.File)}")))));
            foreach (var (setting, path) in FoldersOf(file.Profile!.Folders))
            {
                var key = AreaKey(file.Profile, path);
                if (taken.TryGetValue(key, out var first) && first.File != file)
                {
                    var id = first.File.Profile!.CustomerId;
                    clashes.Add(new CustomerClash(first.File, file, SettingLookup.WithPlace(new ConfigurationProblem(
                        file.File, 0, 0, setting, $"the same folder of the same server as {first.Setting} of customer {id}",
                        "a folder that belongs to one customer only",
                        $"Compare Remote and Folders with {Path.GetFileName(first.File.File)}"))));
                }
                else
                {
                    taken.TryAdd(key, (file, setting));
                }
            }
        }

        return clashes;
    }

    /// <summary>The production partner's area may not meet a customer's either.</summary>
    public static IEnumerable<ConfigurationProblem> CheckPartner(CustomerProfile partner, string file, CustomerFolder customers)
    {
        var area = new CustomerProfileFile(file, partner, "", []);
        return CheckTogether([.. customers.Files.Where(one => one.Profile is not null), area]).Where(clash => clash.Other == area)
            .Select(clash => clash.Problem);
    }

    /// <summary>Whether one local area is, or lies in, the other. Links on the way are refused by themselves, so names tell.</summary>
    private static bool RootsMeet(RemoteSettings one, RemoteSettings other)
    {
        if (one.Engine != "Local" || other.Engine != "Local" || one.LocalRoot is null || other.LocalRoot is null)
        {
            return false;
        }

        var (first, second) = (WithSlash(Path.GetFullPath(one.LocalRoot)), WithSlash(Path.GetFullPath(other.LocalRoot)));
        return first.StartsWith(second, StringComparison.Ordinal) || second.StartsWith(first, StringComparison.Ordinal);
    }

    private static string AreaKey(CustomerProfile profile, string path) => profile.Remote.Engine == "Local"
        ? $"local {WithSlash(Path.GetFullPath((profile.Remote.LocalRoot ?? "") + "/" + path))}"
        : $"{profile.Remote.User}@{profile.Remote.Host.TrimEnd('.').ToUpperInvariant()}:{profile.Remote.Port}{WithSlash(path)}";
}
