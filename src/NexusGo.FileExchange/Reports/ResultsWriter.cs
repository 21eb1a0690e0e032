using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>Writes RES: one line for every row of the file, in the file's order.</summary>
internal sealed class ResultsWriter : IAsyncDisposable
{
    private readonly CsvTable csv;

    public ResultsWriter(Stream destination, AnswerSettings settings)
    {
        csv = new CsvTable(destination, settings);
        csv.WriteHeader(["row_no", "ref", "outcome", "order_no", "card_no", "first_error_code"]);
    }

    /// <param name="rowNumber">1-based row number.</param>
    /// <param name="customerRef">The reference, or empty when it broke its rule.</param>
    /// <param name="outcome">ACCEPTED, REJECTED, ON_HOLD or UNCHANGED.</param>
    /// <param name="orderNo">Order number, or 0 for none.</param>
    /// <param name="cardNo">Card number, or 0 for none.</param>
    /// <param name="firstErrorCode">Published code, or null.</param>
    public void Write(int rowNumber, ReadOnlySpan<byte> customerRef, string outcome, long orderNo, long cardNo, string? firstErrorCode)
    {
        csv.Count(rowNumber);
        csv.Code(customerRef);
        csv.Text(outcome);
        WriteNumber(orderNo);
        WriteNumber(cardNo);
        csv.Text(firstErrorCode);
        csv.EndRow();
    }

    public ValueTask DisposeAsync() => csv.DisposeAsync();

    private void WriteNumber(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        csv.Code(number == 0 ? [] : digits[..length]);
    }
}
