namespace NexusGo.FileExchange.Operators.Health;

/// <summary>From when on something takes too long. What depends on a profile is computed from it.</summary>
public static class HealthLimits
{
    /// <summary>A pick-up that fails for longer than this means that the customer's exchange is down, not only troubled.</summary>
    public static readonly TimeSpan FailingIsDown = TimeSpan.FromMinutes(10);

    /// <summary>Shortest time without a poll that counts as late, however short the interval is.</summary>
    public static readonly TimeSpan ShortestLatePoll = TimeSpan.FromMinutes(1);

    /// <summary>So many poll intervals without a poll are late.</summary>
    public const int LateIntervals = 3;

    /// <summary>So many late polls are no exchange any more.</summary>
    public const int DownLateness = 10;

    /// <summary>A single run that takes longer stands still.</summary>
    public static readonly TimeSpan StalledRun = TimeSpan.FromHours(1);

    /// <summary>An answer that waits for longer is late even where no attempt failed.</summary>
    public static readonly TimeSpan OldAnswer = TimeSpan.FromMinutes(15);

    /// <summary>A claimed file without an answer for longer.</summary>
    public static readonly TimeSpan OldFile = TimeSpan.FromMinutes(30);

    /// <summary>A consumed file that is not removed for longer.</summary>
    public static readonly TimeSpan OldRemoval = TimeSpan.FromDays(1);

    /// <summary>Clocks of this machine and the database may differ by this.</summary>
    public static readonly TimeSpan ClockOffset = TimeSpan.FromSeconds(2);

    /// <summary>An enabled area without a lease for longer than this, while workers live, was forgotten by them.</summary>
    public static readonly TimeSpan LeaselessFor = TimeSpan.FromMinutes(2);
}
