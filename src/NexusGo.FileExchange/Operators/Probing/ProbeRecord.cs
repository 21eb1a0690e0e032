namespace NexusGo.FileExchange.Operators.Probing;

/// <summary>How an area was when it was agreed to, and what the last probe found to be different.</summary>
/// <param name="Agreed">What operators know it to be; the first probe's, until one accepts another.</param>
/// <param name="AgreedAt">Since when.</param>
/// <param name="ProbedAt">When it was last tried.</param>
/// <param name="Changes">What is different, in words; null: nothing.</param>
/// <param name="ChangedAt">When that was first found.</param>
public sealed record ProbeRecord(AreaTraits Agreed, DateTimeOffset AgreedAt, DateTimeOffset ProbedAt, string? Changes = null,
    DateTimeOffset? ChangedAt = null)
{
    /// <summary>The record after a probe. Nothing is accepted by it: what differs stays different until an operator accepts it.</summary>
    /// <param name="before">Null: this is the first probe, with which later ones are compared.</param>
    /// <param name="found">As it was found.</param>
    /// <param name="now">When.</param>
    public static ProbeRecord After(ProbeRecord? before, AreaTraits found, DateTimeOffset now)
    {
        if (before is null)
        {
            return new ProbeRecord(found, now, now);
        }

        var changes = string.Join("; ", before.Agreed.DifferencesOf(found));
        return before with
        {
            Agreed = before.Agreed.With(found),
            ProbedAt = now,
            Changes = changes.Length == 0 ? null : changes,
            ChangedAt = changes.Length == 0 ? null : changes == before.Changes ? before.ChangedAt : now,
        };
    }
}
