using System.Text.Json.Serialization;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>One line of the list of our keys.</summary>
public sealed record OwnKey
{
    /// <summary>Primary fingerprint, upper-case hex; also the first part of the names of its two files.</summary>
    [JsonPropertyName("fingerprint")]
    public required string Fingerprint { get; init; }

    [JsonPropertyName("createdAt")]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last day (Swedish calendar) on which files encrypted to it are still opened; null while nothing has been decided.</summary>
    [JsonPropertyName("retiresAt")]
    public DateOnly? RetiresAt { get; init; }

    /// <summary>The one that signs our answers and that customers are to encrypt to.</summary>
    [JsonPropertyName("current")]
    public bool Current { get; init; }

    /// <summary>Whether it opens files on that day.</summary>
    public bool IsInUse(DateOnly today) => Current || RetiresAt is null || RetiresAt >= today;
}
