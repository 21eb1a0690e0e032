using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>What a plan and the run after it go by, frozen when the plan was made.</summary>
/// <param name="ProfileVersion">The version of the profile.</param>
/// <param name="Keep">The profile's period after a delivery.</param>
/// <param name="EraseUnfinishedAfter">The profile's period after the order of a card that is never finished.</param>
public sealed record RetentionTerms(string ProfileVersion, string Keep, string EraseUnfinishedAfter = RetentionPeriods.DefaultUnfinished)
{
    public int Months => RetentionPeriods.Months(Keep);

    public int UnfinishedMonths => RetentionPeriods.Months(EraseUnfinishedAfter);

    public static RetentionTerms Of(CustomerProfile profile) =>
        new(profile.Version, profile.Retention.Keep, profile.Retention.EraseUnfinishedAfter);
}
