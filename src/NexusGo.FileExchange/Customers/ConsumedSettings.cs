using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>How the customer tells us that it is done with a delivered file.</summary>
public enum ConsumedSignal
{
    /// <summary>It deleted the file.</summary>
    Deleted,
    /// <summary>It moved the file to the folder Consumed.</summary>
    Moved,
    /// <summary>It put NAME.done beside the file.</summary>
    DoneFile,
    /// <summary>It sent a request CONSUMED.</summary>
    Request,
    /// <summary>It did nothing for so long.</summary>
    MaxAge,
}

/// <summary>When a delivered file counts as consumed and is removed from the customer's area.</summary>
public sealed record ConsumedSettings
{
    [MinLength(1)]
    [Description("Which signals count: Deleted (the customer deleted the file), Moved (to Folders.Consumed), DoneFile (a NAME.done beside "
        + "it), Request (REQ CONSUMED), MaxAge. They hold for receipts, results, errors and reports alike.")]
    public IReadOnlyList<ConsumedSignal> Signals { get; init; } =
        [ConsumedSignal.Deleted, ConsumedSignal.Moved, ConsumedSignal.DoneFile, ConsumedSignal.Request, ConsumedSignal.MaxAge];

    [TimeRange("00:00:00.100", "7.00:00:00")]
    [Description("Time between two looks for consumed files.")]
    public TimeSpan SweepInterval { get; init; } = TimeSpan.FromMinutes(5);

    [TimeRange("1.00:00:00", "3660.00:00:00")]
    [Description("Signal MaxAge: how long after its delivery, by our clock, a file that nobody collected is removed.")]
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(30);

    [TimeRange("00:00:00", "3660.00:00:00")]
    [Description("Signal MaxAge: how long before that operators are told that the file lies uncollected. Zero: not at all.")]
    public TimeSpan UncollectedWarning { get; init; } = TimeSpan.FromDays(7);

    [TimeRange("00:00:00", "7.00:00:00")]
    [Description("Signal Deleted: how long a file must be missing, in every look and in two at least, before it counts as deleted.")]
    public TimeSpan MissingFor { get; init; } = TimeSpan.FromHours(1);

    [TimeRange("1.00:00:00", "732.00:00:00")]
    [Description("How long after its delivery our own sealed copy of a file is kept. What was delivered, and when, stays known.")]
    public TimeSpan KeepCopies { get; init; } = TimeSpan.FromDays(30);
}
