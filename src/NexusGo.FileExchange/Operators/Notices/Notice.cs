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
