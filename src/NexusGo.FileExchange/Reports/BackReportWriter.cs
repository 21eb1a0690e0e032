using System.Globalization;
using CsvHelper;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// Writes BRP: D lines, then one T line whose fields are, after the record type, the number of D lines, the SHA-256 (hex) of every byte before the T line,
/// the report's sequence number and the one before it (0: none). Columns are only ever appended.
/// </summary>
internal sealed class BackReportWriter : IAsyncDisposable
{
    /// <summary>Also the order of the columns.</summary>
    public static readonly IReadOnlyList<string> Columns = BackReportColumns.All;

    private readonly CountingHashStream output;
    private readonly CsvWriter csv;
    private readonly AnswerSettings settings;
    private readonly bool[] wanted;

    public BackReportWriter(Stream destination, AnswerSettings settings, IReadOnlyList<string> columns)
    {
        this.settings = settings;
        wanted = [.. Columns.Select((name, i) => i < BackReportColumns.Always || columns.Count == 0 || columns.Contains(name))];
        output = new CountingHashStream(destination, leaveOpen: true);
        csv = AnswerCsv.Create(output, settings);
        csv.WriteHeader([.. Columns.Where((_, i) => wanted[i])]);
    }

    public long Lines { get; private set; }

    /// <param name="line">The line.</param>
    /// <param name="customerRef">The customer's own reference, or empty.</param>
    public void Write(BackReportLine line, ReadOnlySpan<byte> customerRef)
    {
        Lines++;
        var uid = line.Uid;
        csv.WriteField("D");
        csv.WriteField(line.EventId.ToString());
        csv.WriteInstant(line.EventTime);
        csv.WriteField(line.OrderNo.ToString(CultureInfo.InvariantCulture));
        csv.WriteField(customerRef);
        Number(5, line.CardNo);
        Text(6, line.ProductCode);
        Text(7, line.Status);
        Text(8, line.CardState);
        Text(9, line.ReasonCode);
        Text(10, line.ChipType);
        Text(11, uid is null ? null : ChipUid.HexMsb(uid));
        Text(12, uid is null ? null : ChipUid.HexLsb(uid));
        Text(13, uid is null ? null : ChipUid.DecMsb(uid));
        Text(14, uid is null ? null : ChipUid.DecLsb(uid));
        Text(15, line.HidFormat);
        Text(16, line.HidFacility);
        Text(17, line.HidNumber);
        Instant(18, line.ProducedAt);
        Instant(19, line.ShippedAt);
        Instant(20, line.DeliveredAt);
        Text(21, line.ShipmentNo);
        Text(22, line.TrackingNo);
        Text(23, line.ValidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Number(24, line.ReplacesCardNo);
        csv.EndRecord();
    }

    /// <summary>Writes the T line and flushes.</summary>
    public ValueTask CompleteAsync(long sequence, long previous, CancellationToken cancellationToken) =>
        CompleteAsync(sequence.ToString(CultureInfo.InvariantCulture), previous.ToString(CultureInfo.InvariantCulture), cancellationToken);

    /// <summary>As above, for a report outside the gapless series: its number is none of the series, and it has none before it.</summary>
    public async ValueTask CompleteAsync(string sequence, string previous, CancellationToken cancellationToken)
    {
        await csv.FlushAsync(cancellationToken).ConfigureAwait(false);
        var hash = Convert.ToHexStringLower(output.HashSoFar());
        await using var trailer = AnswerCsv.Create(output, settings with { ByteOrderMark = false });
        trailer.WriteField("T");
        trailer.WriteField(Lines.ToString(CultureInfo.InvariantCulture));
        trailer.WriteField(hash);
        trailer.WriteField(sequence);
        trailer.WriteField(previous);
        for (var i = BackReportColumns.Always; i < wanted.Length; i++)
        {
            if (wanted[i])
            {
                trailer.WriteField("");
            }
        }

        trailer.EndRecord();
        await trailer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();

    private void Text(int column, string? value)
    {
        if (wanted[column])
        {
            csv.WriteField(value ?? "");
        }
    }

    private void Number(int column, long? value) => Text(column, value?.ToString(CultureInfo.InvariantCulture));

    private void Instant(int column, DateTimeOffset? value)
    {
        if (wanted[column])
        {
            csv.WriteInstant(value);
        }
    }
}
