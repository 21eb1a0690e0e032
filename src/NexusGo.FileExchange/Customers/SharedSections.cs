using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Files that several customers include, for what they have in common, such as layouts. Their settings count as if they stood in the
/// customer's own file. A setting in both is refused. Who a customer is, and how it is reached, stands in its own file alone.
/// </summary>
public static class SharedSections
{
    /// <summary>What may be shared. None of it names a file, so that no relative path has two beginnings.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        nameof(CustomerProfile.Products), nameof(CustomerProfile.DeliveryAddresses), nameof(CustomerProfile.Orders),
        nameof(CustomerProfile.Csv), nameof(CustomerProfile.Intake), nameof(CustomerProfile.Limits), nameof(CustomerProfile.Budgets),
        nameof(CustomerProfile.Answers), nameof(CustomerProfile.BackReports), nameof(CustomerProfile.Consumed),
        nameof(CustomerProfile.Requests), nameof(CustomerProfile.StageLimits), nameof(CustomerProfile.Retention),
        nameof(CustomerProfile.Arrivals),
    ];

    /// <summary>Adds the settings of the files that a customer's file includes. Returns whether it includes any.</summary>
    public static bool AddTo(JsonTree json, string file, ICollection<ConfigurationProblem> problems)
    {
        var included = json.Members.Where(member => member.Name == nameof(CustomerProfile.Include)).SelectMany(member => member.Value.Items)
            .ToArray();
        foreach (var one in included)
        {
            var path = Path.GetFullPath(one.Text, Path.GetDirectoryName(Path.GetFullPath(file))!);
            if (one.Text.Length == 0 || ConfiguredFiles.Check(path) is not null)
            {
                var (found, advice) = one.Text.Length == 0 ? ("an empty text", "Remove it") : ConfiguredFiles.Check(path)!.Value;
                problems.Add(one.Place.Problem(nameof(CustomerProfile.Include), found, "a readable file", advice));
            }
            else if (JsonTree.ReadFile(path, problems) is { } content && JsonTree.ParseObject(content, path, problems) is { } shared)
            {
                AddMembers(json, shared, problems);
            }
        }

        return included.Length > 0;
    }

    private static void AddMembers(JsonTree json, JsonTree shared, ICollection<ConfigurationProblem> problems)
    {
        foreach (var member in shared.Members.Where(member => member.Name != "$schema"))
        {
            if (Names.Contains(member.Name))
            {
                json.Members.Add(member);
                continue;
            }

            var nearest = SettingsClass.NearestOf(member.Name, Names);
            problems.Add(member.Place.Problem(member.Name, "a key that cannot be shared", string.Join(", ", Names),
                nearest is null ? "Move it into the customer's own file" : $"Did you mean {nearest}?"));
        }
    }
}
