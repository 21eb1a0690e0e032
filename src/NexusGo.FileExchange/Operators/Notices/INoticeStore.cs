using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Operators.Notices;

/// <summary>Something that somebody has to look at, as long as it lasts.</summary>
/// <param name="Area">Whose; empty: the service as a whole.</param>
/// <param name="Rule">The rule of health that found it.</param>
/// <param name="Level">DEGRADED or DOWN.</param>
/// <param name="Reason">In words, without personal data.</param>
public sealed record Alarm(string Area, string Rule, string Level, string Reason);

/// <summary>What a notice says.</summary>
public sealed record NoticeText(string Kind, string Swedish, string English);

/// <summary>A notice that is to be sent.</summary>
public sealed record Notice(long Number, string Area, string Kind, string Swedish, string English, DateTimeOffset HappenedAt, int Attempts);

/// <summary>Something that a customer may want to know.</summary>
/// <param name="About">What it is about.</param>
/// <param name="Event">What makes it the same one.</param>
/// <param name="Subject">A file's or order's name or number, or how many.</param>
/// <param name="Detail">A code, status or number of days.</param>
/// <param name="At">When.</param>
public sealed record CustomerEvent(CustomerNotice About, string Event, string Subject, string Detail, DateTimeOffset At);

/// <summary>Alarms as they last, and notices until they are sent.</summary>
public interface INoticeStore
{
    /// <summary>
    /// Compares the alarms that last now with those that lasted at the last look, and puts a notice for each channel in line for every one
    /// that began or ended. Repeatable.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed; nothing was noted.</exception>
    Task NoteAlarmsAsync(IReadOnlyList<Alarm> lasting, IReadOnlyList<string> channels, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>What happened lately to a customer's files, cards and reports that it may want to know.</summary>
    Task<IReadOnlyList<CustomerEvent>> EventsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Puts notices for a customer in line; one that was there before is passed over.</summary>
    Task NoteForCustomerAsync(CustomerId customer, IReadOnlyList<CustomerEvent> events, DateTimeOffset now,
        CancellationToken cancellationToken);

    /// <summary>
    /// The oldest unsent notices of a channel, in order; none while the oldest waits for its next attempt or another has it.
    /// </summary>
    /// <param name="channel">Which.</param>
    /// <param name="area">Of one area alone; null: of all.</param>
    /// <param name="most">How many.</param>
    /// <param name="now">Now.</param>
    /// <param name="hold">For how long nobody else gets them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Notice>> ClaimAsync(string channel, string? area, int most, DateTimeOffset now, TimeSpan hold,
        CancellationToken cancellationToken);

    /// <summary>They are with their receiver.</summary>
    Task SentAsync(IReadOnlyList<long> notices, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>They are not; tried again at <paramref name="again"/>.</summary>
    Task FailedAsync(IReadOnlyList<long> notices, string problem, DateTimeOffset again, CancellationToken cancellationToken);
}
