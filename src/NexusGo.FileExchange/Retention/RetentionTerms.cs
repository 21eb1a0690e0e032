using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>What a plan and the run after it go by, frozen when the plan was made.</summary>
/// <param name="ProfileVersion">The version of the profile.</param>
/// <param name="Keep">The profile's period.</param>
public sealed record RetentionTerms(string ProfileVersion, string Keep)
{
    public int Months => RetentionPeriods.Months(Keep);

    public static RetentionTerms Of(CustomerProfile profile) => new(profile.Version, profile.Retention.Keep);
}
