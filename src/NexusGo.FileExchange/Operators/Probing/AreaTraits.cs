using System.Globalization;

namespace NexusGo.FileExchange.Operators.Probing;

/// <summary>What of a customer's server should stay as operators know it. Kept as JSON.</summary>
public sealed record AreaTraits
{
    /// <summary>What a folder says in which everything works.</summary>
    public const string Works = "works";

    /// <summary>A clock that moved by less is no change.</summary>
    public static readonly TimeSpan SkewMoved = TimeSpan.FromSeconds(60);

    /// <summary>Types and fingerprints of the host keys that it shows; null: they could not be asked for.</summary>
    public IReadOnlyList<string>? HostKeys { get; init; }

    /// <summary>By folder: <see cref="Works"/>, or why listing, writing, renaming or removing does not.</summary>
    public IReadOnlyDictionary<string, string> Folders { get; init; } = new Dictionary<string, string>();

    /// <summary>Protocol extensions that it offers.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Its clock minus ours, in seconds; null: no file could be written.</summary>
    public long? SkewSeconds { get; init; }

    /// <summary>In which steps its file times come, in seconds; null: not known.</summary>
    public long? GrainSeconds { get; init; }

    /// <summary>
    /// In words, what is different now from what was agreed. What got better, and what is not known now, is no difference.
    /// </summary>
    /// <param name="found">As it was found now.</param>
    public IReadOnlyList<string> DifferencesOf(AreaTraits found)
    {
        var words = new List<string>();
        if (HostKeys is not null && found.HostKeys is not null)
        {
            words.AddRange(found.HostKeys.Except(HostKeys).Select(key => $"shows the host key {key}, which it did not"));
            words.AddRange(HostKeys.Except(found.HostKeys).Select(key => $"no longer shows the host key {key}"));
        }

        words.AddRange(Folders.Where(folder => folder.Value == Works && found.Folders.GetValueOrDefault(folder.Key, Works) != Works)
            .Select(folder => $"{folder.Key} worked and does not: {found.Folders[folder.Key].TrimEnd('.')}"));
        words.AddRange(Extensions.Except(found.Extensions).Select(extension => $"no longer offers {extension}"));
        if (SkewSeconds is { } skew && found.SkewSeconds is { } skewNow && Math.Abs(skewNow - skew) > SkewMoved.TotalSeconds)
        {
            words.Add(Text($"its clock is {skewNow:+0;-0;0} s from ours, before {skew:+0;-0;0} s"));
        }

        if (GrainSeconds is { } grain && found.GrainSeconds is { } grainNow && grain != grainNow)
        {
            words.Add(Text($"its file times come in steps of {grainNow} s, before {grain} s"));
        }

        return words;
    }

    /// <summary>
    /// What is agreed, with what was not known or did not work before and does now: its loss is a difference from then on.
    /// </summary>
    public AreaTraits With(AreaTraits found) => this with
    {
        HostKeys = HostKeys ?? found.HostKeys,
        Folders = Folders.Concat(found.Folders.Where(folder => !Folders.ContainsKey(folder.Key)))
            .ToDictionary(folder => folder.Key, folder => found.Folders.GetValueOrDefault(folder.Key) == Works ? Works : folder.Value),
        Extensions = [.. Extensions.Union(found.Extensions).Order(StringComparer.Ordinal)],
        SkewSeconds = SkewSeconds ?? found.SkewSeconds,
        GrainSeconds = GrainSeconds ?? found.GrainSeconds,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
