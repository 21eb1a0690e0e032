using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

/// <summary>How long a card may be in one stage before operators are alarmed. Nothing is done to the card.</summary>
public sealed record StageLimitSettings
{
    [TimeRange("00:01:00", "3660.00:00:00"), Description("ACCEPTED, and in no batch yet.")]
    public TimeSpan Accepted { get; init; } = TimeSpan.FromDays(7);

    [TimeRange("00:01:00", "3660.00:00:00"), Description("ORDERED: in a batch, and not begun.")]
    public TimeSpan Ordered { get; init; } = TimeSpan.FromDays(14);

    [TimeRange("00:01:00", "3660.00:00:00"), Description("IN_PRODUCTION.")]
    public TimeSpan InProduction { get; init; } = TimeSpan.FromDays(30);

    [TimeRange("00:01:00", "3660.00:00:00"), Description("FAILED, and not ordered again or closed.")]
    public TimeSpan Failed { get; init; } = TimeSpan.FromDays(14);

    [TimeRange("00:01:00", "3660.00:00:00"), Description("RETURNED, and not sent again or destroyed.")]
    public TimeSpan Returned { get; init; } = TimeSpan.FromDays(30);
}
