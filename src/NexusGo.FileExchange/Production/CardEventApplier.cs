using NexusGo.FileExchange.Inbound;

namespace NexusGo.FileExchange.Production;

/// <summary>What became of one row.</summary>
/// <param name="Outcome">As in RES.</param>
/// <param name="Code">Why it is not plainly accepted, or null.</param>
/// <param name="Step">What the event did; null: this row made no event of its own.</param>
/// <param name="EventId">The event that this row's chip belongs to; empty: none is to be stored.</param>
/// <param name="ChipNo">Number of the chip within its event, from 1; 0: the row has none.</param>
internal readonly record struct EventResult(RowOutcome Outcome, string? Code, LifeCycleStep? Step, Guid EventId, short ChipNo);

/// <summary>
/// Runs events, ordered by card, through the life cycle: each finds the facts as the one before it left them. Holds no more than one card's
/// events.
/// </summary>
internal sealed class CardEventApplier(Func<Guid> nextEventId)
{
    /// <summary>The number belongs to no card.</summary>
    public const string NoSuchCard = "R-EVT-02";

    /// <summary>The event's id stands in rows that contradict each other.</summary>
    public const string Ambiguous = "R-EVT-04";

    private static readonly EventResult Unchanged = new(RowOutcome.Unchanged, null, null, default, 0);

    private readonly Dictionary<string, AppliedEvent> applied = new(StringComparer.Ordinal);
    private Guid? card;

    /// <summary>The present card's facts so far.</summary>
    public CardFacts Facts { get; private set; }

    /// <summary>Whether the next event begins another card.</summary>
    public bool IsNewCard(Guid? cardId) => cardId is null || cardId != card;

    public EventResult Next(StagedEvent staged)
    {
        if (staged.IsAmbiguous)
        {
            return Refused(Ambiguous);
        }

        if (staged.Card is not { } known)
        {
            card = null;
            return Refused(NoSuchCard);
        }

        if (IsNewCard(known.CardId))
        {
            card = known.CardId;
            Facts = known.Facts;
            applied.Clear();
        }

        if (staged.IsKnown)
        {
            return Unchanged;
        }

        return applied.TryGetValue(staged.SourceId, out var first) ? AnotherRow(first, staged) : FirstRow(staged);
    }

    private static EventResult Refused(string code) => new(RowOutcome.Rejected, code, null, default, 0);

    private EventResult FirstRow(StagedEvent staged)
    {
        var step = CardLifeCycle.Apply(Facts, staged.Event);
        Facts = step.Facts;
        var outcome = step.Effect switch
        {
            EventEffect.Refused => RowOutcome.Rejected,
            EventEffect.Held => RowOutcome.OnHold,
            _ => RowOutcome.Accepted,
        };
        var first = new AppliedEvent(nextEventId(), outcome, step.Code);
        applied.Add(staged.SourceId, first);
        return new EventResult(outcome, step.Code, step, first.EventId, first.TakeChip(staged.Chip));
    }

    /// <summary>Another chip of the same event, or the same row once more.</summary>
    private static EventResult AnotherRow(AppliedEvent first, StagedEvent staged) =>
        first.TakeChip(staged.Chip) is var chipNo and > 0 ? new EventResult(first.Outcome, first.Code, null, first.EventId, chipNo)
            : Unchanged;

    private sealed class AppliedEvent(Guid eventId, RowOutcome outcome, string? code)
    {
        private List<ChipReport>? chips;

        public Guid EventId => eventId;
        public RowOutcome Outcome => outcome;
        public string? Code => code;

        /// <summary>The chip's number, or 0 when there is none or the event has it already.</summary>
        public short TakeChip(ChipReport? chip)
        {
            if (chip is null || chips?.Contains(chip) == true)
            {
                return 0;
            }

            (chips ??= new List<ChipReport>(1)).Add(chip);
            return (short)chips.Count;
        }
    }
}
