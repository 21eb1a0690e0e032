using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>How long personal data is kept after a card was delivered. There is no "for ever".</summary>
public sealed record RetentionSettings
{
    [AllowedValues("IMMEDIATE", "3M", "6M", "12M", "24M", "36M")]
    [Description("How long a card's personal data is kept after its delivery: IMMEDIATE (until the next night), or calendar months in "
        + "Swedish time. A row's erase_after may only shorten it.")]
    public string Keep { get; init; } = RetentionPeriods.Default;

    [Description("Whether photos are kept, like the rest of a card, after its delivery, so that it can be ordered again. Otherwise a "
        + "photo is destroyed when its card is delivered.")]
    public bool KeepPhotos { get; init; }

    [AllowedValues("3M", "6M", "12M", "24M", "36M")]
    [Description("A card that is not made so long after its order is cancelled with the production partner, closed as CANCELLED with "
        + "reason STALE, told of and erased. Cards kept for IMMEDIATE: 6M at most.")]
    public string EraseUnfinishedAfter { get; init; } = RetentionPeriods.DefaultUnfinished;

    [CronText]
    [Description("When due cards are erased, as a cron expression with seconds in Swedish time. Several times a night, so that a run that "
        + "failed is made up for; a run with nothing to do costs nothing. A worker that starts runs it once in its first ten minutes as "
        + "well.")]
    public string Cron { get; init; } = "0 30 1-5 * * ?";
}

/// <summary>The periods and their words.</summary>
public static class RetentionPeriods
{
    public const string Immediate = "IMMEDIATE";
    public const string Default = "12M";
    public const string Longest = "36M";
    public const string DefaultUnfinished = "12M";

    private static readonly (string Word, int Months)[] All = [(Immediate, 0), ("3M", 3), ("6M", 6), ("12M", 12), ("24M", 24), ("36M", 36)];

    /// <summary>Calendar months; 0: at once.</summary>
    /// <exception cref="ArgumentException">Not a period.</exception>
    public static int Months(string word) =>
        Array.FindIndex(All, one => one.Word == word) is var at and >= 0
            ? All[at].Months : throw new ArgumentException("Not a retention period.", nameof(word));

    /// <summary>The periods that are not longer than this one.</summary>
    public static IReadOnlyList<string> UpTo(string longest) =>
        [.. All.TakeWhile(one => one.Months <= Months(longest)).Select(one => one.Word)];
}
