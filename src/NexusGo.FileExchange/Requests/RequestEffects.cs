using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Requests;

/// <summary>What a request file is to change.</summary>
internal sealed class RequestEffects
{
    public List<OrderToDecide> Approved { get; } = [];

    /// <summary>Orders whose cards for people who had the same product lately are meant.</summary>
    public List<OrderToDecide> Confirmed { get; } = [];

    /// <summary>Orders whose cards for people who had the same product lately are not meant.</summary>
    public List<OrderToDecide> NotConfirmed { get; } = [];

    public List<OrderToDecide> Declined { get; } = [];

    /// <summary>What happens to cards, in the order of the rows.</summary>
    public List<(CardToChange Card, CardEventKind Kind, string? Reason)> Events { get; } = [];

    /// <summary>Cards that the partner has and is to be asked not to make.</summary>
    public List<(RequestRow Row, CardToChange Card)> AskedToCancel { get; } = [];

    /// <summary>Whether something keeps the customer's data from being erased: nothing is erased by these requests.</summary>
    public bool IsErasureHeld { get; set; }

    /// <summary>Cards to erase at once: they are produced and invoiced.</summary>
    public List<(RequestRow Row, CardToChange Card)> Erased { get; } = [];

    /// <summary>Rows whose cards, as far as they are not erased here, are erased later.</summary>
    public List<RequestRow> Scheduled { get; } = [];

    /// <summary>Rows that ask for a history.</summary>
    public List<RequestRow> Histories { get; } = [];

    /// <summary>Rows that ask for events to be told again.</summary>
    public List<RequestRow> Repeats { get; } = [];

    public List<ReportToConsume> Consumed { get; } = [];

    /// <summary>Answers that are kept, so that a repeat of the request gets the same; with the number of cards.</summary>
    public List<(RequestRow Row, RequestAnswer Answer, long Cards)> Kept { get; } = [];

    /// <summary>Who asked: person and fingerprint.</summary>
    public string? SignedBy { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>The agreement under which it was decided.</summary>
    public required string ProfileVersion { get; init; }
}
