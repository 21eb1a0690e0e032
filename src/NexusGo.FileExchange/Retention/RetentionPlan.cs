using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>So many cards of one rule and one day.</summary>
public sealed record PlannedCount(string Rule, DateOnly Day, int Cards);

/// <summary>What a plan would do for one customer.</summary>
public sealed record CustomerPlan
{
    public required string Customer { get; init; }
    public required RetentionTerms Terms { get; init; }
    public required int Cards { get; init; }
    public required IReadOnlyList<PlannedCount> Counts { get; init; }
    /// <summary>SHA-256 over the ids of the cards, sorted: the very cards that are meant, without naming them.</summary>
    public required string CardsSha256 { get; init; }
    /// <summary>Reason and end of a hold that stops this customer; null: none.</summary>
    public string? Hold { get; init; }
}

/// <summary>
/// Exactly what a run would erase. The file that carries it holds no personal data and no ids; its own hash shows a change of the file, the
/// hash of the cards a change of what is stored.
/// </summary>
public sealed record RetentionPlan
{
    /// <summary>An older plan is stale whatever it says.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required Guid PlanId { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required IReadOnlyList<CustomerPlan> Customers { get; init; }
    public string? Sha256 { get; init; }

    /// <summary>As a file, with its hash.</summary>
    public string ToFile() => JsonSerializer.Serialize(this with { Sha256 = Hash() }, Json);

    /// <summary>Null: not a plan, or changed by hand.</summary>
    public static RetentionPlan? FromFile(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<RetentionPlan>(text, Json) is { } plan && plan.Sha256 == plan.Hash() ? plan : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static CustomerPlan For(string customer, RetentionTerms terms, IReadOnlyList<DueCard> due, Hold? hold) => new()
    {
        Customer = customer,
        Terms = terms,
        Cards = due.Count,
        Counts = [.. due.GroupBy(card => (Rule: card.Cause, card.DueOn)).OrderBy(group => group.Key.DueOn).ThenBy(group => group.Key.Rule)
            .Select(group => new PlannedCount(group.Key.Rule.ToWireName(), group.Key.DueOn, group.Count()))],
        CardsSha256 = HashOf(due),
        Hold = hold is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{hold.Reason} (until {SwedishTime.DateOf(hold.Until):yyyy-MM-dd})"),
    };

    private string Hash() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Sha256 = null }, Json))));

    private static string HashOf(IReadOnlyList<DueCard> due)
    {
        var keys = new (UInt128 Id, byte Cause)[due.Count];
        Span<byte> bytes = stackalloc byte[17];
        for (var i = 0; i < keys.Length; i++)
        {
            due[i].CardId.TryWriteBytes(bytes, bigEndian: true, out _);
            keys[i] = (BinaryPrimitives.ReadUInt128BigEndian(bytes), (byte)due[i].Cause);
        }

        Array.Sort(keys);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (id, cause) in keys)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
            bytes[16] = cause;
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
