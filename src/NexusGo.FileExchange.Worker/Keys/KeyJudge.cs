using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>Says what is to be said about the keys in one file, given what the engine read there.</summary>
/// <remarks>
/// A problem is what cannot work for anybody: a file that is missing or no certificate, a key that is too weak or cannot do what it is
/// there for, and every fault of a key that our answers depend on. One person's key that has ended or was revoked is that person's affair:
/// urgent, but no reason to fail.
/// </remarks>
internal static class KeyJudge
{
    public static IEnumerable<KeyFinding> Judge(KeyPlace place, IReadOnlyList<OpenPgpKeyInfo> keys, DateTimeOffset now)
    {
        var today = SwedishTime.DateOf(now);
        if (!place.IsInUse(today))
        {
            return [];
        }

        if ((place.Use == KeyUse.Own ? ConfiguredFiles.CheckSecret(place.File) : ConfiguredFiles.Check(place.File)) is var (found, advice))
        {
            return [Finding(place, KeySeverity.Problem, place.Own?.Fingerprint, $"{found}: {place.File}", place.Use == KeyUse.Own
                ? "the secret key as it was made, mode 0600" : "a readable certificate", advice)];
        }

        if (keys.Count == 0)
        {
            return [Finding(place, KeySeverity.Problem, place.Own?.Fingerprint, $"no OpenPGP key in {place.File}",
                "a certificate, armoured or binary",
                place.Use == KeyUse.Own ? "Restore the file from its copy, or make a new key: nexusgo-fx keys rotate"
                : "On the owner's side: gpg --armor --export KEY > file")];
        }

        if (place.Own is { } own && !keys.Any(key => key.Fingerprint == own.Fingerprint && key.HasSecret))
        {
            return [Finding(place, KeySeverity.Problem, own.Fingerprint, $"another key in {place.File}",
                $"the secret key {own.Fingerprint}", "Restore the file from its copy")];
        }

        // A file may hold the old and the new certificate of its owner: one good one is enough.
        var each = keys.Select(key => OfKey(place, key, now, today)).ToArray();
        var oneIsGood = Array.Exists(each, one => one is null or { Severity: KeySeverity.Warning });
        return each.OfType<KeyFinding>().Select(one => oneIsGood && one.Severity != KeySeverity.Warning && keys.Count > 1
            ? one with { Severity = KeySeverity.Warning } : one);
    }

    private static KeyFinding? OfKey(KeyPlace place, OpenPgpKeyInfo key, DateTimeOffset now, DateOnly today)
    {
        // A key of ours on its way out only has to open what still comes.
        var works = place.Use == KeyUse.Answers || place.Own is { Current: true } ? KeySeverity.Problem : KeySeverity.Urgent;
        KeyFinding Say(KeySeverity severity, string found, string allowed, string advice) =>
            Finding(place, severity, key.Fingerprint, $"{found}: {key.Fingerprint}", allowed, advice);
        if (place.Use != KeyUse.Own && key.HasSecret)
        {
            return Say(KeySeverity.Problem, "a secret key", "a certificate (public key) only",
                "It is no secret any more: destroy this file, and have its owner revoke the key and make another");
        }

        if (key.IsRevoked)
        {
            return Say(works, "a revoked key", "a valid key", NewKey(place));
        }

        if (key.Weakness is { } weakness)
        {
            return Say(KeySeverity.Problem, $"a weak key ({weakness})", "RSA from 3072 bits, Curve25519 or a NIST curve", NewKey(place));
        }

        if (place.Use != KeyUse.Answers && !key.CanSign)
        {
            return Say(KeySeverity.Problem, "a key that cannot sign", "a key that signs", NewKey(place));
        }

        if (place.Use != KeyUse.Person && !key.CanEncrypt)
        {
            return Say(KeySeverity.Problem, "a key that cannot encrypt", "a key that encrypts", NewKey(place));
        }

        if (place.EndOf(key) is not { } end || place.Own is { Current: false })
        {
            return null;
        }

        var days = KeyExpiry.DaysLeft(end, today);
        var date = SwedishTime.DateOf(end).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (end <= now)
        {
            return Say(works, $"a key that ended on {date}", "a valid key", NewKey(place)) with { DaysLeft = Math.Min(days, 0) };
        }

        return KeyExpiry.WarningStep(days) is { } step
            ? Say(step == KeyExpiry.WarningDays[^1] ? KeySeverity.Urgent : KeySeverity.Warning,
            $"a key that ends in {days} day(s), on {date}",
                $"more than {KeyExpiry.WarningDays[0]} days", NewKey(place)) with { DaysLeft = days }
            : null;
    }

    private static string NewKey(KeyPlace place) => place.Use == KeyUse.Own
        ? "Make the next one and give it to every customer: nexusgo-fx keys rotate --overlap 60"
        : $"Ask {place.Owner} for an extended or new certificate, and compare its fingerprint by another way than the network";

    private static KeyFinding Finding(KeyPlace place, KeySeverity severity, string? fingerprint, string found, string allowed,
        string advice) =>
        new(severity, place.Owner, fingerprint,
            new ConfigurationProblem(place.ConfigurationFile, 0, 0, place.Setting, found, allowed, advice));
}
