using System.Collections.Concurrent;
using System.Globalization;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound;

/// <summary>
/// When keys end, as far as anybody has looked at them. Whoever inspects a certificate notes it here; whoever answers a file asks. An
/// unknown key never warns. Safe for any number of callers.
/// </summary>
public sealed class KeyExpiry
{
    /// <summary>The code with which an answer warns its customer.</summary>
    public const string WarningCode = "W-PGP-01";

    /// <summary>
    /// Days before the end from which a warning is due, the longest first: each is said more urgently than the one before.
    /// </summary>
    public static readonly IReadOnlyList<int> WarningDays = [60, 30, 7];

    private readonly ConcurrentDictionary<string, DateOnly?> lastDays = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whole days from today to the day the key ends, both in the Swedish calendar: 0 on the day itself, negative afterwards.
    /// </summary>
    public static int DaysLeft(DateTimeOffset expiresAt, DateOnly today) => SwedishTime.DateOf(expiresAt).DayNumber - today.DayNumber;

    /// <summary>The step of <see cref="WarningDays"/> that has been reached, or null while there is more time.</summary>
    public static int? WarningStep(int daysLeft) => WarningDays.Where(days => daysLeft <= days).Select(days => (int?)days).Min();

    /// <param name="fingerprint">Primary fingerprint, hex in either case.</param>
    /// <param name="expiresAt">When it stops being of use for what it is used for; null = never.</param>
    public void Note(string fingerprint, DateTimeOffset? expiresAt) =>
        lastDays[fingerprint] = expiresAt is { } instant ? SwedishTime.DateOf(instant) : null;

    /// <summary><see cref="WarningCode"/> if the key ends within the longest of <see cref="WarningDays"/>, else null.</summary>
    public string? WarningCodeFor(string fingerprint, DateOnly today) => LastDayToWarnOf(fingerprint, today) is null ? null : WarningCode;

    /// <summary>What goes with the code: days and date, no name. Null when there is nothing to warn of.</summary>
    internal string? HintFor(string fingerprint, DateOnly today, Hints hints) => LastDayToWarnOf(fingerprint, today) is { } last
        ? hints.DaysLeft(Math.Max(0, last.DayNumber - today.DayNumber), last)
        : null;

    private DateOnly? LastDayToWarnOf(string fingerprint, DateOnly today) =>
        lastDays.TryGetValue(fingerprint, out var last) && last is { } day && WarningStep(day.DayNumber - today.DayNumber) is not null
            ? day : null;
}
