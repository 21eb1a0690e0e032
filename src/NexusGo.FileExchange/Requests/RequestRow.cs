using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// One row of a request file. The selector may name a person, so nothing but reference, place and codes ever leaves here as text.
/// </summary>
internal sealed class RequestRow
{
    /// <summary>1-based, blank lines not counted.</summary>
    public required int RowNumber { get; init; }

    /// <summary>1-based line of the file on which the row starts.</summary>
    public long LineNumber { get; set; }

    /// <summary>The reference, or empty when it broke its rule: then it is not echoed.</summary>
    public string RequestRef { get; init; } = "";

    public RequestAction? Action { get; init; }

    public RequestSelector? Selector { get; init; }

    /// <summary>FILE: the name. Null unless the row is right and selects by file.</summary>
    public string? FileName { get; init; }

    /// <summary>FILE of an approval: the beginning of the file's SHA-256, at least 16 hex digits in lower case. Null otherwise.</summary>
    public string? FileHash { get; init; }

    /// <summary>ORDER_NO, CARD_NO or SEQ. Null unless the row is right and selects by one of these.</summary>
    public long? Number { get; init; }

    /// <summary>CUSTOMER_REF and PERSON: the keyed index; the value itself is not kept.</summary>
    public Guid? Index { get; init; }

    /// <summary>PERIOD: its first instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>PERIOD: the instant after it. ALL_BEFORE: that day's first instant.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The customer's reason, or null.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>
    /// Keyed hash of everything the row asks for but the person it may name: tells a repeat from another use of the reference.
    /// </summary>
    public ReadOnlyMemory<byte> ContentIndex { get; init; }

    /// <summary>What is wrong with the row by itself: code and column.</summary>
    public IReadOnlyList<(string Code, string Column)> Findings { get; init; } = [];

    /// <summary>PERSON: the keyed index of the person.</summary>
    public Guid? PersonIndex => Selector == RequestSelector.Person ? Index : null;

    public override string ToString() => $"row {RowNumber}";
}

/// <summary>What became of a request.</summary>
internal enum RequestOutcome
{
    Done,
    Scheduled,
    Refused,
    NotFound,
    Unchanged,
}

internal static class RequestOutcomes
{
    private static readonly string[] Words = WireNames.Of<RequestOutcome>();

    /// <summary>The word in RES and in the table.</summary>
    public static string ToWireName(this RequestOutcome outcome) => Words[(int)outcome];

    public static RequestOutcome Parse(string word) => (RequestOutcome)Array.IndexOf(Words, word) is var outcome && Enum.IsDefined(outcome)
        ? outcome
        : throw new ArgumentException("A word that no request's outcome has.", nameof(word));
}

/// <summary>The answer to one request.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Code">Why, when it was refused; what the customer has to do besides, otherwise.</param>
/// <param name="OrderNo">The order it was about, or 0.</param>
/// <param name="CardNo">The one card it was about, or 0.</param>
internal readonly record struct RequestAnswer(RequestOutcome Outcome, string? Code = null, long OrderNo = 0, long CardNo = 0)
{
    public static RequestAnswer Refused(string code, long orderNo = 0, long cardNo = 0) =>
        new(RequestOutcome.Refused, code, orderNo, cardNo);
}
