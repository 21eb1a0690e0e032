using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>Two customers whose areas meet.</summary>
internal sealed record CustomerClash(CustomerProfileFile One, CustomerProfileFile Other, ConfigurationProblem Problem);

internal sealed partial class CustomerProfileRules
{
    /// <summary>
    /// No folder may belong to two customers: one would read or be sent the other's data. Folders meet when they are the same, or when one
    /// customer's inbox lies inside a folder of the other.
    /// </summary>
    public static IReadOnlyList<CustomerClash> CheckTogether(IReadOnlyList<CustomerProfileFile> files)
    {
        var clashes = new List<CustomerClash>();
        var taken = new Dictionary<string, (CustomerProfileFile File, string Setting)>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            foreach (var (setting, path) in FoldersOf(file.Profile!.Folders))
            {
                var key = AreaKey(file.Profile, path);
                if (taken.TryGetValue(key, out var first) && first.File != file)
                {
                    var id = first.File.Profile!.CustomerId;
                    clashes.Add(new CustomerClash(first.File, file, new ConfigurationProblem(file.File, 0, 0, setting,
                        $"the same folder of the same server as {first.Setting} of customer {id}", "a folder that belongs to one customer only",
                        $"Compare Remote and Folders with {Path.GetFileName(first.File.File)}")));
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
        return CheckTogether([.. customers.Files.Where(one => one.Profile is not null), area]).Where(clash => clash.Other == area).Select(clash => clash.Problem);
    }

    private static string AreaKey(CustomerProfile profile, string path) => profile.Remote.Engine == "Local"
        ? $"local {WithSlash(Path.GetFullPath((profile.Remote.LocalRoot ?? "") + "/" + path))}"
        : $"{profile.Remote.User}@{profile.Remote.Host.TrimEnd('.').ToUpperInvariant()}:{profile.Remote.Port}{WithSlash(path)}";
}
