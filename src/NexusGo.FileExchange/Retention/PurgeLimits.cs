using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>
/// How long technical data is kept, and so up to which instants it goes in one night. Months are calendar months in Sweden.
/// </summary>
internal sealed record PurgeLimits
{
    /// <summary>How long a file set aside waits for a person.</summary>
    public static readonly TimeSpan QuarantineTime = TimeSpan.FromDays(7);

    /// <summary>How long a closed file keeps its own name, and who signed it if no card of it is left.</summary>
    public static readonly TimeSpan FileNameTime = TimeSpan.FromDays(30);

    /// <summary>How long an operator's command waits for a second operator.</summary>
    public static readonly TimeSpan AwaitedCommandTime = TimeSpan.FromHours(24);

    /// <summary>The cards' commit follows the commit of their keys at once: after this time it came or never will.</summary>
    public static readonly TimeSpan UncertainOrderTime = TimeSpan.FromHours(1);

    public const int EvidenceMonths = AuditLogCheck.KeptMonths;

    /// <summary>One month more than the journal's files, so that the restore gate never takes an old erasure for an unknown one.</summary>
    public const int ErasureMonths = EvidenceMonths + 1;

    public required DateTimeOffset Now { get; init; }

    /// <summary>The last instant at which a file was set aside that goes now.</summary>
    public DateTimeOffset QuarantinedUntil => Now - QuarantineTime;

    /// <summary>Files closed, and answers deleted, before this lose their names.</summary>
    public DateTimeOffset NamesBefore => Now - FileNameTime;

    /// <summary>The same content as a file's accepted before this is no duplicate any more.</summary>
    public required DateTimeOffset ContentsBefore { get; init; }

    /// <summary>Files, answers and holds that ended before this are forgotten.</summary>
    public DateTimeOffset EvidenceBefore => SwedishTime.AddMonths(Now, -EvidenceMonths);

    /// <summary>Records of erasures, and of the destruction of their cards' keys, from before this are forgotten.</summary>
    public DateTimeOffset ErasuresBefore => SwedishTime.AddMonths(Now, -ErasureMonths);

    /// <summary>The last instant at which a command was asked for that nobody confirms any more.</summary>
    public DateTimeOffset CommandsUntil => Now - AwaitedCommandTime;

    /// <summary>The last instant at which keys were written whose cards are there by now, or never will be.</summary>
    public DateTimeOffset UncertainOrdersUntil => Now - UncertainOrderTime;

    /// <param name="now">By the injected clock.</param>
    /// <param name="profile">Says how long a file's content counts.</param>
    public static PurgeLimits At(DateTimeOffset now, CustomerProfile profile) =>
        new() { Now = now, ContentsBefore = now.AddDays(-profile.Orders.DuplicateFileDays) };
}
