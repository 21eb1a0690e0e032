using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// A table that a customer gets, written cell by cell: CSV or an Excel workbook. What the cell holds is said by the method that writes it;
/// the form decides what a spreadsheet needs so that it changes nothing.
/// </summary>
internal abstract class AnswerTable : IAsyncDisposable
{
    /// <summary>A table in the form that the customer wants its reports in.</summary>
    /// <param name="destination">Stays open.</param>
    /// <param name="settings">The customer's wishes.</param>
    /// <param name="hashed">Whether <see cref="HashSoFarAsync"/> will be asked.</param>
    public static AnswerTable CreateReport(Stream destination, AnswerSettings settings, bool hashed = false) =>
        settings.Format == AnswerFormat.Xlsx ? new WorkbookTable(destination, hashed) : new CsvTable(destination, settings, hashed);

    /// <summary>The first row. Called once, before any other.</summary>
    public abstract void WriteHeader(IReadOnlyList<string> names);

    /// <summary>Words, and values that no spreadsheet takes for a number.</summary>
    public abstract void Text(ReadOnlySpan<byte> utf8);

    /// <inheritdoc cref="Text(ReadOnlySpan{byte})"/>
    public abstract void Text(string? value);

    /// <summary>A number or sign that names something, such as a card: every digit and every leading zero counts.</summary>
    public abstract void Code(ReadOnlySpan<byte> utf8);

    /// <inheritdoc cref="Code(ReadOnlySpan{byte})"/>
    public abstract void Code(string? value);

    /// <summary>A telephone number; in E.164 it begins with a plus sign, which starts no formula.</summary>
    public abstract void Phone(ReadOnlySpan<byte> utf8);

    /// <summary>How many of something.</summary>
    public abstract void Count(long number);

    public abstract void EndRow();

    /// <summary>SHA-256 of everything so far; more may follow. Of what, the form says.</summary>
    public abstract ValueTask<byte[]> HashSoFarAsync(CancellationToken cancellationToken);

    /// <summary>Ends the table. Without it what was written is not whole.</summary>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    public void Code(long? number) => Code(number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// A point in time in UTC, as in <c>2026-01-31T08:00:00Z</c>. It is text everywhere, because Excel's times know no time zone.
    /// </summary>
    public void Instant(DateTimeOffset? instant) =>
        Text(instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>A day, as in <c>2026-01-31</c>.</summary>
    public void Day(DateOnly? day) => Text(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
