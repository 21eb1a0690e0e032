using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>A place and what was read there.</summary>
internal sealed record KeysAtPlace(KeyPlace Place, IReadOnlyList<OpenPgpKeyInfo> Keys);

/// <summary>Every key of a configuration, and what is to be said about them.</summary>
internal sealed record KeyInventory(IReadOnlyList<KeysAtPlace> Places, IReadOnlyList<KeyFinding> Findings)
{
    /// <param name="reader">Reads the files.</param>
    /// <param name="settingsFile">appsettings.json, for what is said about our own keys.</param>
    /// <param name="keysDirectory">Our own keys.</param>
    /// <param name="profiles">Customers, each with its file.</param>
    /// <param name="now">Decides what has ended.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static async Task<KeyInventory> TakeAsync(KeyReader reader, string settingsFile, string keysDirectory,
        IReadOnlyCollection<(CustomerProfile Profile, string File)> profiles, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var findings = new List<KeyFinding>();
        var places = new List<KeyPlace>();
        try
        {
            var own = OwnKeys.Read(keysDirectory);
            places.AddRange(KeyPlace.OfOurs(own, settingsFile));
            if (own.Current is null && profiles.FirstOrDefault(one => OpenPgpNeeds.NeedsOwnKey(one.Profile)) is { Profile: { } needy })
            {
                findings.Add(Ours(KeySeverity.Problem, OpenPgpNeeds.KeysSetting, $"no current key of ours in {keysDirectory}",
                    $"a key: customer {needy.CustomerId} uses OpenPGP",
                    "Make one: nexusgo-fx keys generate; or set the customer's Pgp.Encryption to None"));
            }
        }
        catch (FileExchangeException unreadable) when (unreadable.Reason == FailureReason.SecretUnavailable)
        {
            findings.Add(Ours(KeySeverity.Problem, OpenPgpNeeds.KeysSetting, unreadable.Message, "the list that nexusgo-fx keys writes",
                "Restore it from its copy"));
        }

        places.AddRange(profiles.SelectMany(one => KeyPlace.Of(one.Profile, one.File)));
        var read = new List<KeysAtPlace>();
        foreach (var place in places)
        {
            read.Add(new KeysAtPlace(place, await reader.ReadAsync(place.File, cancellationToken)));
        }

        findings.AddRange(read.SelectMany(one => KeyJudge.Judge(one.Place, one.Keys, now)));
        findings.AddRange(SharedBetweenCustomers(read));
        return new KeyInventory(read, findings);

        KeyFinding Ours(KeySeverity severity, string setting, string found, string allowed, string advice) =>
            new(severity, KeyPlace.Ours, null, new ConfigurationProblem(settingsFile, 0, 0, setting, found, allowed, advice));
    }

    /// <summary>What one customer's person signed could be passed off as another customer's, unless it says for whom it is meant.</summary>
    internal static IEnumerable<KeyFinding> SharedBetweenCustomers(IEnumerable<KeysAtPlace> places) =>
        places.Where(one => one.Place.Use == KeyUse.Person)
        .SelectMany(one => one.Keys.Select(key => (one.Place, key.Fingerprint))).GroupBy(one => one.Fingerprint, StringComparer.Ordinal)
        .Where(same => same.Select(one => one.Place.Owner).Distinct().Count() > 1)
        .SelectMany(same => same.DistinctBy(one => one.Place.Owner)
            .Select(one => new KeyFinding(KeySeverity.Warning, one.Place.Owner, same.Key, new ConfigurationProblem(
            one.Place.ConfigurationFile, 0, 0, one.Place.Setting,
                $"a certificate that customer {same.First(other => other.Place.Owner != one.Place.Owner).Place.Owner} has as well: "
                + $"{same.Key}",
            "a certificate for one customer, or Pgp.Purpose Required for both",
                "Ask the person for a key of their own for each customer"))));
}
