namespace NexusGo.FileExchange.Operators.Health;

/// <summary>One thing that is not as it should be.</summary>
/// <param name="Area">Whose: a customer's id, PRODUCTION, or empty for the service as a whole.</param>
/// <param name="Rule">Name of the rule that found it, such as <c>undelivered</c>; fit for a label.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Reason">In words, with path and the server's own message where there is one. No personal data.</param>
/// <param name="Since">Since when; null: not known.</param>
/// <param name="IsLate">Whether the finding is that something takes too long.</param>
public sealed record HealthRow(string Area, string Rule, HealthLevel Level, string Reason, DateTimeOffset? Since, bool IsLate = false);

/// <summary>What a rule says of the facts it looked at.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Reason">See <see cref="HealthRow.Reason"/>.</param>
/// <param name="Since">Since when; null: not known.</param>
public sealed record HealthFinding(HealthLevel Level, string Reason, DateTimeOffset? Since = null);

/// <summary>One line of the table of rules.</summary>
/// <param name="Name">See <see cref="HealthRow.Rule"/>.</param>
/// <param name="Judge">Looks at the facts; null: nothing to say.</param>
/// <param name="IsLate">Whether the rule is about lateness.</param>
public sealed record HealthRule<TFacts>(string Name, Func<TFacts, HealthFinding?> Judge, bool IsLate = false);
