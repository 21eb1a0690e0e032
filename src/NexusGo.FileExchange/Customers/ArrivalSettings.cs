using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

/// <summary>On which days orders are expected.</summary>
public enum ArrivalDays
{
    /// <summary>Days on which Swedish banks are open.</summary>
    BankDays,
    /// <summary>Every day.</summary>
    EveryDay,
}

/// <summary>When order files are expected: what does not come in time is told to operators, never to the customer.</summary>
public sealed record ArrivalSettings
{
    [Description("Time of day (Swedish time) before which an order file is expected, such as 10:00:00. Empty: none is expected.")]
    public TimeSpan? By { get; init; }

    [Description("BankDays: on days on which Swedish banks are open. EveryDay: every day.")]
    public ArrivalDays Days { get; init; } = ArrivalDays.BankDays;

    [Description("A silence without any order file that is unusual for this customer. Empty: no silence is.")]
    public TimeSpan? Silence { get; init; }

    [Description("True: a gap in the sequence numbers of its order files is told, where the policy of sequence numbers lets gaps through.")]
    public bool Gaps { get; init; }

    internal bool IsOn => By is not null || Silence is not null || Gaps;
}
