using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>Something an operator should know about a key.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Owner">A customer's id, or "ours".</param>
/// <param name="Fingerprint">The key, if it could be read.</param>
/// <param name="What">Place, state, what is allowed, what to do.</param>
internal sealed record KeyFinding(KeySeverity Severity, string Owner, string? Fingerprint, ConfigurationProblem What)
{
    /// <summary>Days to the key's end (negative: since), where that is what the finding is about.</summary>
    public int? DaysLeft { get; init; }
}

internal enum KeySeverity
{
    /// <summary>Works today.</summary>
    Warning,
    /// <summary>Somebody's files are refused today, or will be within a week; everything else works.</summary>
    Urgent,
    /// <summary>Something configured cannot work: <c>check-config</c> fails.</summary>
    Problem,
}
