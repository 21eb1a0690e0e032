using NexusGo.FileExchange.Inbound;

namespace NexusGo.FileExchange.Production;

/// <summary>One event with what the register knows of its card before this file.</summary>
/// <param name="SourceId">The partner's id.</param>
/// <param name="CardId">Null: there is no such card.</param>
/// <param name="Event">What happened. Of an event with several rows, one for each chip, what all of them report.</param>
/// <param name="IsKnown">The id was stored with an earlier file.</param>
/// <param name="Before">The card's facts; the same for every event of a card.</param>
/// <param name="Chip">What tells this row's chip from another, or empty for none.</param>
internal readonly record struct KnownEvent(string SourceId, Guid? CardId, CardEvent Event, bool IsKnown, CardFacts Before, string Chip);

/// <summary>What became of one row.</summary>
/// <param name="Outcome">As in RES.</param>
/// <param name="Code">Why it is not plainly accepted, or null.</param>
/// <param name="Step">What the event did; null: this row made no event of its own.</param>
/// <param name="EventId">The event that this row's chip belongs to; empty: none is to be stored.</param>
/// <param name="ChipNo">Number of the chip within its event, from 1; 0: the row has none.</param>
internal readonly record struct EventResult(RowOutcome Outcome, string? Code, LifeCycleStep? Step, Guid EventId, short ChipNo);

/// <summary>
/// Runs events, ordered by card, through the life cycle: each finds the facts as the one before it left them. Holds no more than one card's events.
/// </summary>
internal sealed class EventFold(Func<Guid> nextEventId)
{
    private readonly Dictionary<string, Told> told = new(StringComparer.Ordinal);
    private Guid? card;

    /// <summary>The present card's facts so far.</summary>
    public CardFacts Facts { get; private set; }

    /// <summary>Whether the next event begins another card.</summary>
    public bool IsNewCard(Guid? cardId) => cardId is null || cardId != card;

    public EventResult Next(in KnownEvent known)
    {
        if (known.CardId is null)
        {
            card = null;
            return new EventResult(RowOutcome.Rejected, "R-EVT-02", null, default, 0);
        }

        if (IsNewCard(known.CardId))
        {
            card = known.CardId;
            Facts = known.Before;
            told.Clear();
        }

        if (known.IsKnown)
        {
            return Unchanged;
        }

        return told.TryGetValue(known.SourceId, out var first) ? AnotherRow(first, known) : FirstRow(known);
    }

    private EventResult FirstRow(in KnownEvent known)
    {
        var step = CardLifeCycle.Apply(Facts, known.Event);
        Facts = step.Facts;
        var outcome = step.Effect switch
        {
            EventEffect.Refused => RowOutcome.Rejected,
            EventEffect.Held => RowOutcome.OnHold,
            _ => RowOutcome.Accepted,
        };
        var first = new Told(nextEventId(), outcome, step.Code);
        told.Add(known.SourceId, first);
        return new EventResult(outcome, step.Code, step, first.EventId, first.TakeChip(known.Chip));
    }

    /// <summary>Another chip of the same event, or the same row once more.</summary>
    private static EventResult AnotherRow(Told first, in KnownEvent known) =>
        first.TakeChip(known.Chip) is var chipNo and > 0 ? new EventResult(first.Outcome, first.Code, null, first.EventId, chipNo) : Unchanged;

    private static readonly EventResult Unchanged = new(RowOutcome.Unchanged, null, null, default, 0);

    private sealed class Told(Guid eventId, RowOutcome outcome, string? code)
    {
        private List<string>? chips;

        public Guid EventId => eventId;
        public RowOutcome Outcome => outcome;
        public string? Code => code;

        /// <summary>The chip's number, or 0 when there is none or it was told already.</summary>
        public short TakeChip(string chip)
        {
            if (chip.Length == 0 || chips?.Contains(chip) == true)
            {
                return 0;
            }

            (chips ??= new List<string>(1)).Add(chip);
            return (short)chips.Count;
        }
    }
}
