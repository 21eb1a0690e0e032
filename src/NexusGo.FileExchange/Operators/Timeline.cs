namespace NexusGo.FileExchange.Operators;

/// <summary>
/// What happened to one file or card, in order of time. Holds ids, codes, counts, hashes and names of files; no personal data.
/// </summary>
public sealed record Timeline
{
    public required string Customer { get; init; }
    /// <summary><c>file</c>: came to us; <c>report</c>: went out; <c>card</c>.</summary>
    public required string Kind { get; init; }
    /// <summary>Id of the file or report; number of the card.</summary>
    public required string Id { get; init; }
    public required IReadOnlyList<TimelineEntry> Entries { get; init; }
}

/// <summary>One thing that happened.</summary>
/// <param name="At">By our clock.</param>
/// <param name="Step">What, as one word: SEEN, CLAIMED, STORED, DELIVERED, ….</param>
/// <param name="About">The file, report, order or card it happened to.</param>
/// <param name="Facts">What is known of it, in the order to show.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Step, string About, IReadOnlyDictionary<string, string> Facts);
