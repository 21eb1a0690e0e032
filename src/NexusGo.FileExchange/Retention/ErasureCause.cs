namespace NexusGo.FileExchange.Retention;

/// <summary>Why cards are erased. The words in the tables and certificates are these in capitals with underscores.</summary>
public enum ErasureCause
{
    /// <summary>The period that the profile or the order row asks for has ended.</summary>
    PeriodEnded,
    /// <summary>Blocked, and its state unchanged for 90 days.</summary>
    Blocked,
    /// <summary>Terminated or expired 90 days ago.</summary>
    OutOfUse,
    /// <summary>Nobody decided about the row in time.</summary>
    HoldTimeout,
    /// <summary>Cancelled or rejected: at once, but for its number.</summary>
    Cancelled,
    /// <summary>The number of a cancelled card, when its time is up.</summary>
    KeptNumber,
    /// <summary>A second person declined the order.</summary>
    Declined,
    /// <summary>The customer asked for it.</summary>
    Request,
    /// <summary>An operator did, from the command line.</summary>
    Operator,
    /// <summary>The customer left.</summary>
    Offboarding,
    /// <summary>It came back 90 days ago and was not sent again.</summary>
    Returned,
    /// <summary>It was not made in the time that the agreement gives it.</summary>
    Unfinished,
}

public static class ErasureCauses
{
    private static readonly string[] Words = WireNames.Of<ErasureCause>();

    public static string ToWireName(this ErasureCause cause) => Words[(int)cause];

    /// <exception cref="ArgumentException">No such word.</exception>
    public static ErasureCause Parse(string word) =>
        Array.IndexOf(Words, word) is var at and >= 0
            ? (ErasureCause)at : throw new ArgumentException("A word that no erasure has.", nameof(word));
}

/// <summary>What an erasure is for, as its evidence says.</summary>
/// <param name="Cause">Why.</param>
/// <param name="ProfileVersion">The version of the customer's profile that decided.</param>
/// <param name="Subject">The reference of the request that asked for it, or null.</param>
/// <param name="RunId">The retention run it belongs to, or null.</param>
public sealed record ErasureOrder(ErasureCause Cause, string ProfileVersion, string? Subject = null, Guid? RunId = null)
{
    /// <summary>
    /// Whether the cards keep their number for the time that cancelled and rejected cards do, so that the customer can be told which they
    /// were.
    /// </summary>
    public bool KeepsNumber =>
        Cause is ErasureCause.Cancelled or ErasureCause.Declined or ErasureCause.HoldTimeout or ErasureCause.Unfinished;

    /// <summary>
    /// Whether files of the customer that nobody could recognise go, too: they may speak of the person, and whoever asks for an erasure
    /// means them. A period that ends leaves them their seven days.
    /// </summary>
    public bool TakesWhatIsSetAside => Cause is ErasureCause.Request or ErasureCause.Operator or ErasureCause.Offboarding;
}
