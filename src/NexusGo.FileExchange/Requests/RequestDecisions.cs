using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Decides about the rows of one request file in their order; each row sees what the rows before it did, and is carried out whole or not at
/// all. A refusal is not kept: it changes nothing, and the request may be sent again under its reference.
/// </summary>
internal sealed partial class RequestDecisions
{
    private readonly IReadOnlyDictionary<string, AnsweredRequest> answered;
    private readonly Dictionary<string, AnsweredRequest> answeredHere = new(StringComparer.Ordinal);
    private readonly CustomerProfile profile;
    private readonly Signer? signer;
    private readonly RequestEffects effects;
    private KnownRequests known = new();

    private readonly bool partnerTakesCancellations;
    private readonly bool canSeal;

    /// <param name="answered">Earlier answers.</param>
    /// <param name="profile">The agreement.</param>
    /// <param name="signer">Who signed, or null.</param>
    /// <param name="canSeal">Whether there is a certificate that answers can be encrypted to today.</param>
    /// <param name="partnerTakesCancellations">Whether the production partner can be asked not to make a card that it has.</param>
    /// <param name="now">By the injected clock.</param>
    public RequestDecisions(
        IReadOnlyDictionary<string, AnsweredRequest> answered, CustomerProfile profile, Signer? signer, bool canSeal,
        bool partnerTakesCancellations,
        DateTimeOffset now)
    {
        this.canSeal = canSeal;
        this.partnerTakesCancellations = partnerTakesCancellations;
        this.answered = answered;
        this.profile = profile;
        this.signer = signer;
        effects = new RequestEffects { SignedBy = signer?.SignedBy, Now = now, ProfileVersion = profile.Version };
    }

    public RequestEffects Effects => effects;

    /// <summary>The rows for which something has to be looked up: right, allowed, and not answered before.</summary>
    public IReadOnlyList<RequestRow> ToLookUp(IReadOnlyList<RequestRow> rows) =>
        [.. rows.Where(row => row.Findings.Count == 0 && WhyNotAllowed(row.Action!.Value) is null
            && !answered.ContainsKey(row.RequestRef))];

    /// <summary>Decides about all rows; to be called once.</summary>
    /// <param name="rows">All rows of the file.</param>
    /// <param name="selected">What those of <see cref="ToLookUp"/> select.</param>
    public IReadOnlyList<RequestAnswer> Decide(IReadOnlyList<RequestRow> rows, KnownRequests selected)
    {
        known = selected;
        effects.IsErasureHeld = selected.IsHeld;
        return [.. rows.Select(Decide)];
    }

    private RequestAnswer Decide(RequestRow row)
    {
        if (row.Findings.Count > 0)
        {
            return RequestAnswer.Refused(row.Findings[0].Code);
        }

        if (WhyNotAllowed(row.Action!.Value) is { } code)
        {
            return RequestAnswer.Refused(code);
        }

        if (answered.TryGetValue(row.RequestRef, out var before) || answeredHere.TryGetValue(row.RequestRef, out before))
        {
            return before.IsSame(row) ? before.Answer : RequestAnswer.Refused("R-REF-02");
        }

        if (known.TooMany.Contains(row.RowNumber))
        {
            return RequestAnswer.Refused("R-SEL-06");
        }

        var (answer, cards) = DecideNew(row);
        if (answer.Outcome != RequestOutcome.Refused)
        {
            effects.Kept.Add((row, answer, cards));
            answeredHere.Add(row.RequestRef, new AnsweredRequest(row.ContentIndex, row.PersonIndex, answer));
        }

        return answer;
    }

    /// <summary>
    /// An unsigned request gets so far only where the agreement allows it; what needs two people is looked at with the order.
    /// </summary>
    private string? WhyNotAllowed(RequestAction action) => (signer, action.Rule().Right) switch
    {
        (null, _) => profile.Requests.Signature == SignatureMode.Required ? "R-APP-02" : null,
        (_, null) => null,
        var (person, right) => person.Rights.Contains(right.Value) ? null : "R-ACT-02",
    };

    private (RequestAnswer Answer, long Cards) DecideNew(RequestRow row) => row.Action switch
    {
        RequestAction.Approve or RequestAction.Decline => (DecideOrder(row), 0),
        RequestAction.Erase => DecideErase(row),
        RequestAction.History => DecideHistory(row),
        RequestAction.Report => (DecideRepeat(row), 0),
        RequestAction.Consumed => (DecideConsumed(row), 0),
        { } action when action.Rule().Event is not null => DecideCards(row),
        _ => throw new InvalidOperationException($"Nothing decides about {row.Action}."),
    };

    private (RequestAnswer, long) DecideHistory(RequestRow row)
    {
        if (!canSeal)
        {
            return (RequestAnswer.Refused("R-HIS-01"), 0);
        }

        if (!known.Cards.TryGetValue(row.RowNumber, out var selected))
        {
            return (new RequestAnswer(RequestOutcome.NotFound), 0);
        }

        effects.Histories.Add(row);
        return (new RequestAnswer(RequestOutcome.Done), selected.Count);
    }

    private RequestAnswer DecideRepeat(RequestRow row)
    {
        if (!known.Repeatable.Contains(row.RowNumber))
        {
            return new RequestAnswer(RequestOutcome.NotFound);
        }

        effects.Repeats.Add(row);
        return new RequestAnswer(RequestOutcome.Done);
    }

    private RequestAnswer DecideConsumed(RequestRow row)
    {
        if (!profile.Consumed.Signals.Contains(ConsumedSignal.Request))
        {
            return RequestAnswer.Refused("R-CON-01");
        }

        if (!known.Delivered.TryGetValue(row.FileName!, out var report))
        {
            return new RequestAnswer(RequestOutcome.NotFound);
        }

        if (report.IsConsumed)
        {
            return new RequestAnswer(RequestOutcome.Unchanged);
        }

        report.IsConsumed = true;
        effects.Consumed.Add(report);
        return new RequestAnswer(RequestOutcome.Done);
    }
}
