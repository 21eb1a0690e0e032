namespace NexusGo.FileExchange.Production;

/// <summary>What the partner can be asked to report with a finished card. The bits are stored: never change one.</summary>
[Flags]
public enum ReportFields : short
{
    None = 0,
    ChipType = 1,
    UidHex = 2,
    HidFormat = 4,
    HidFacility = 8,
    HidNumber = 16,
}

/// <summary>
/// All that the life cycle knows of a card. Status, state, invoiced and erased are four facts of their own; none is worked out from
/// another.
/// </summary>
/// <param name="Status">Where it is.</param>
/// <param name="State">What it may be used for.</param>
/// <param name="IsInvoiced">Whether it has been invoiced, which happens once.</param>
/// <param name="IsErased">Whether its personal data is gone.</param>
public readonly record struct CardFacts(CardStatus Status, CardState State, bool IsInvoiced, bool IsErased)
{
    /// <summary>The partner's clock at its last event with effect, or null. Never compared with our own clock.</summary>
    public DateTimeOffset? LastEventAt { get; init; }

    /// <summary>A PRODUCED without everything that was asked for waits for a person; what the partner tells next waits with it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The partner has the card and is asked not to make it; its next word decides.</summary>
    public bool IsCancelling { get; init; }

    /// <summary>What a PRODUCED has to bring.</summary>
    public ReportFields Expected { get; init; }
}

/// <summary>Something that happened, or is to happen, to a card.</summary>
/// <param name="Kind">What.</param>
/// <param name="Time">When: for the partner's events by the partner's clock, otherwise by ours.</param>
/// <param name="Reported">What a PRODUCED brought.</param>
public readonly record struct CardEvent(CardEventKind Kind, DateTimeOffset Time, ReportFields Reported = ReportFields.None);

/// <summary>What an event did. The words in the tables are these in capitals.</summary>
public enum EventEffect : byte
{
    /// <summary>The facts changed.</summary>
    Applied,
    /// <summary>Older than what is known: kept, without effect.</summary>
    Late,
    /// <summary>Kept until a person or a complete report has looked after it; no effect yet.</summary>
    Held,
    /// <summary>Not possible from where the card is: kept and shown, without effect.</summary>
    Refused,
}

/// <param name="Effect">What happened.</param>
/// <param name="Code">Why it is not <see cref="EventEffect.Applied"/>: a published code; otherwise null.</param>
/// <param name="Facts">The facts afterwards.</param>
public readonly record struct LifeCycleStep(EventEffect Effect, string? Code, CardFacts Facts)
{
    /// <summary>The partner was asked to cancel the card and had begun to make it.</summary>
    public bool IsTooLateToCancel { get; init; }
}
