using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Writes BRP: D lines, then one T line whose fields are, after the record type, the number of D lines, the SHA-256 (hex) of everything
/// before the T line (<see cref="AnswerTable.HashSoFarAsync"/>), the report's sequence number and the one before it (0: none). Columns are
/// only ever appended.
/// </summary>
internal sealed class BackReportWriter : IAsyncDisposable
{
    /// <summary>Also the order of the columns.</summary>
    public static readonly IReadOnlyList<string> Columns = BackReportColumns.All;

    private readonly AnswerTable table;
    private readonly bool[] wanted;

    public BackReportWriter(Stream destination, AnswerSettings settings, IReadOnlyList<string> columns)
    {
        wanted = [.. Columns.Select((name, i) => i < BackReportColumns.Always || columns.Count == 0 || columns.Contains(name))];
        table = AnswerTable.CreateReport(destination, settings, hashed: true);
        table.WriteHeader([.. Columns.Where((_, i) => wanted[i])]);
    }

    public long Lines { get; private set; }

    /// <param name="line">The line.</param>
    /// <param name="customerRef">The customer's own reference, or empty.</param>
    public void Write(BackReportLine line, ReadOnlySpan<byte> customerRef)
    {
        Lines++;
        var uid = line.Uid;
        table.Text("D");
        table.Text(line.EventId.ToString());
        table.Instant(line.EventTime);
        table.Code(line.OrderNo);
        table.Code(customerRef);
        Code(5, Digits(line.CardNo));
        Code(6, line.ProductCode);
        Text(7, line.Status);
        Text(8, line.CardState);
        Text(9, line.ReasonCode);
        Text(10, line.ChipType);
        Code(11, uid is null ? null : ChipUid.HexMsb(uid));
        Code(12, uid is null ? null : ChipUid.HexLsb(uid));
        Code(13, uid is null ? null : ChipUid.DecMsb(uid));
        Code(14, uid is null ? null : ChipUid.DecLsb(uid));
        Code(15, line.HidFormat);
        Code(16, line.HidFacility);
        Code(17, line.HidNumber);
        Instant(18, line.ProducedAt);
        Instant(19, line.ShippedAt);
        Instant(20, line.DeliveredAt);
        Code(21, line.ShipmentNo);
        Code(22, line.TrackingNo);
        if (wanted[23])
        {
            table.Day(line.ValidUntil);
        }

        Code(24, Digits(line.ReplacesCardNo));
        table.EndRow();
    }

    /// <summary>Writes the T line and ends the report.</summary>
    public ValueTask CompleteAsync(long sequence, long previous, CancellationToken cancellationToken) =>
        CompleteAsync(() => table.Count(sequence), () => table.Count(previous), cancellationToken);

    /// <summary>As above, for a report outside the gapless series: its number is none of the series, and it has none before it.</summary>
    public ValueTask CompleteAsync(string sequence, CancellationToken cancellationToken) =>
        CompleteAsync(() => table.Text(sequence), () => table.Text(""), cancellationToken);

    public ValueTask DisposeAsync() => table.DisposeAsync();

    private async ValueTask CompleteAsync(Action writeSequence, Action writePrevious, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(await table.HashSoFarAsync(cancellationToken).ConfigureAwait(false));
        table.Text("T");
        table.Count(Lines);
        table.Text(hash);
        writeSequence();
        writePrevious();
        for (var i = BackReportColumns.Always; i < wanted.Length; i++)
        {
            Text(i, "");
        }

        table.EndRow();
        await table.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string? Digits(long? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Text(int column, string? value)
    {
        if (wanted[column])
        {
            table.Text(value);
        }
    }

    private void Code(int column, string? value)
    {
        if (wanted[column])
        {
            table.Code(value);
        }
    }

    private void Instant(int column, DateTimeOffset? value)
    {
        if (wanted[column])
        {
            table.Instant(value);
        }
    }
}
