using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Reports;

public class ErrorsWriterTests
{
    [Fact]
    public async Task A_line_gives_the_data_row_and_the_line_of_the_file()
    {
        var lines = await Write(AnswerLanguage.Sv, errors =>
        {
            errors.WriteFile("F-ENC-02", 7, "", "ett råd", 4);
            errors.WriteFile("F-SIZ-01", 0, "", "ett råd");
            errors.WriteRow(2, 5, "R-1"u8, "title", "E-VAL-02", "");
        });

        Assert.Equal("record_type;row_no;customer_ref;column;error_code;severity;message_sv;message_en;hint;line_no", lines[0]);
        Assert.StartsWith("F;4;;;F-ENC-02;ERROR;", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(";ett råd;7", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("F;;;;F-SIZ-01;", lines[2], StringComparison.Ordinal);
        Assert.EndsWith(";ett råd;", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("E;2;R-1;title;E-VAL-02;", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(";Förkorta värdet.;5", lines[3], StringComparison.Ordinal);
        Assert.Equal("T;3;;;;;;;;", lines[4]);
    }

    [Theory]
    [InlineData(AnswerLanguage.Sv, "de första 5000 av 5001")]
    [InlineData(AnswerLanguage.En, "first 5000 of 5001")]
    public async Task More_than_5000_findings_are_counted_and_the_end_says_so_in_the_customers_language(AnswerLanguage language,
        string said)
    {
        var lines = await Write(language, errors =>
        {
            for (var row = 1; row <= ErrorsWriter.MaxLines + 1; row++)
            {
                errors.WriteRow(row, row + 1, [], "title", "E-VAL-02", "");
            }
        });

        Assert.Equal(ErrorsWriter.MaxLines + 2, lines.Length);
        Assert.Contains(said, lines[^1], StringComparison.Ordinal);
    }

    private static async Task<string[]> Write(AnswerLanguage language, Action<ErrorsWriter> write)
    {
        using var stream = new MemoryStream();
        await using (var errors = new ErrorsWriter(stream,
            new AnswerSettings { Language = language, ByteOrderMark = false, QuoteText = false, LineEnding = "LF" }))
        {
            write(errors);
            await errors.CompleteAsync(CancellationToken.None);
        }

        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n');
    }
}
