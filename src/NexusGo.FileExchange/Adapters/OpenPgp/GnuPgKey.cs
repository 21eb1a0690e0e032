using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>A primary key or subkey as <c>gpg --with-colons</c> lists it (doc/DETAILS in GnuPG).</summary>
internal sealed class GnuPgKey
{
    /// <summary>The shortest RSA key accepted, in bits.</summary>
    public const int MinRsaBits = 3072;

    private static readonly HashSet<string> Curves = new(StringComparer.Ordinal) { "ed25519", "cv25519", "nistp256", "nistp384", "nistp521" };

    public required bool IsPrimary { get; init; }
    /// <summary>The file or keyring has the secret half; whether an agent has it too is another question.</summary>
    public required bool HasSecret { get; init; }
    public required int AlgorithmNumber { get; init; }
    public required int Bits { get; init; }
    public required string Curve { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool IsRevoked { get; init; }
    /// <summary>Upper case = of the whole certificate, lower case = of this key.</summary>
    public required string Capabilities { get; init; }
    public string Fingerprint { get; set; } = "";
    public string Keygrip { get; set; } = "";
    public List<GnuPgKey> Subkeys { get; } = [];

    public IEnumerable<GnuPgKey> WithSubkeys => Subkeys.Prepend(this);

    public string Algorithm => AlgorithmNumber switch
    {
        1 or 2 or 3 => $"rsa{Bits}",
        16 or 20 => $"elg{Bits}",
        17 => $"dsa{Bits}",
        _ => Curve.Length > 0 ? Curve : $"algorithm {AlgorithmNumber}",
    };

    /// <summary>Why this key by itself is not accepted, or null. No word on dates or revocation.</summary>
    public string? Weakness => AlgorithmNumber switch
    {
        1 or 2 or 3 => Bits < MinRsaBits ? $"{Algorithm}: RSA keys need at least {MinRsaBits} bits" : null,
        18 or 19 or 22 => Curves.Contains(Curve) ? null : $"{Algorithm}: only Curve25519 and the NIST curves are accepted",
        _ => $"{Algorithm}: use RSA from {MinRsaBits} bits, Curve25519 or a NIST curve",
    };

    /// <summary>Whether this is the key; fingerprints in configurations come in either case.</summary>
    public bool Is(string fingerprint) => string.Equals(Fingerprint, fingerprint, StringComparison.OrdinalIgnoreCase);

    public bool Can(char capability) => Capabilities.Contains(capability);

    public bool IsUsableAt(DateTimeOffset now) => !IsRevoked && (ExpiresAt is null || ExpiresAt > now);

    public OpenPgpKeyInfo ToInfo() => new()
    {
        Fingerprint = Fingerprint,
        Algorithm = string.Join('/', WithSubkeys.Select(key => key.Algorithm).Distinct()),
        CreatedAt = CreatedAt,
        ExpiresAt = ExpiresAt,
        SigningEndsAt = EndOf('s'),
        EncryptionEndsAt = EndOf('e'),
        IsRevoked = IsRevoked,
        CanSign = WithSubkeys.Any(key => key.Can('s') && !key.IsRevoked),
        CanEncrypt = WithSubkeys.Any(key => key.Can('e') && !key.IsRevoked),
        HasSecret = HasSecret,
        Weakness = WithSubkeys.Where(key => !key.IsRevoked).Select(key => key.Weakness).FirstOrDefault(weakness => weakness is not null),
    };

    /// <summary>Reads a colon listing; lines of other kinds (user ids, signatures) are passed over.</summary>
    public static IReadOnlyList<GnuPgKey> ParseListing(string listing)
    {
        var keys = new List<GnuPgKey>();
        GnuPgKey? last = null;
        foreach (var line in listing.Split('\n'))
        {
            var fields = line.Split(':');
            switch (fields[0])
            {
                case "pub" or "sec" when fields.Length > 11:
                    keys.Add(last = Parse(fields, isPrimary: true));
                    break;
                case "sub" or "ssb" when fields.Length > 11 && keys.Count > 0:
                    keys[^1].Subkeys.Add(last = Parse(fields, isPrimary: false));
                    break;
                case "fpr" when fields.Length > 9 && last is { Fingerprint: "" }:
                    last.Fingerprint = fields[9];
                    break;
                case "grp" when fields.Length > 9 && last is not null:
                    last.Keygrip = fields[9];
                    break;
            }
        }

        return keys;
    }

    private DateTimeOffset? EndOf(char capability)
    {
        var ends = WithSubkeys.Where(key => key.Can(capability) && !key.IsRevoked).Select(key => key.ExpiresAt ?? DateTimeOffset.MaxValue)
            .DefaultIfEmpty(DateTimeOffset.MaxValue).Max();
        var end = ExpiresAt < ends ? ExpiresAt.Value : ends;
        return end == DateTimeOffset.MaxValue ? null : end;
    }

    private static GnuPgKey Parse(string[] fields, bool isPrimary) => new()
    {
        IsPrimary = isPrimary,
        HasSecret = fields[0] is "sec" or "ssb",
        IsRevoked = fields[1].StartsWith('r'),
        Bits = int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0,
        AlgorithmNumber = int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        CreatedAt = Time(fields[5]) ?? DateTimeOffset.UnixEpoch,
        ExpiresAt = Time(fields[6]),
        Capabilities = fields[11],
        Curve = fields.Length > 16 ? fields[16] : "",
    };

    private static DateTimeOffset? Time(string seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(value)
            : null;
}
