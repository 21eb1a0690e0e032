namespace NexusGo.FileExchange.Operators.Notices;

/// <summary>How often, how many, how long.</summary>
public static class NoticeLimits
{
    public const string Webhook = "OPERATORS-WEBHOOK";
    public const string Mail = "OPERATORS-MAIL";
    public const string CustomerMail = "CUSTOMER-MAIL";

    /// <summary>Notices in one message. What waited while the receiver was away comes in a few messages, not in hundreds.</summary>
    public const int AtOnce = 100;

    /// <summary>How long one message may take.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>For how long no other sender takes the notices that one has taken.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    /// <summary>Sent notices are forgotten after this.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>How long to wait after so many failed attempts.</summary>
    public static TimeSpan PauseAfter(int attempts) =>
        TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(attempts - 1, 0, 16)));
}
