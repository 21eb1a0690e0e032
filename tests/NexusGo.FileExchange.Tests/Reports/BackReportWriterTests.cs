using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Reports;

public sealed class BackReportWriterTests
{
    [Theory]
    [InlineData("04A1B2C3", "04A1B2C3", "C3B2A104", "77705923", "3283263748")]
    [InlineData("04A1B2C3D4E580", "04A1B2C3D4E580", "80E5D4C3B2A104", "1303689068602752", "36281498998055172")]
    [InlineData("0000000000000001", "0000000000000001", "0100000000000000", "1", "72057594037927936")]
    public void A_serial_number_is_given_in_all_four_forms_and_never_shortened(string raw, string hexMsb, string hexLsb, string decMsb,
        string decLsb)
    {
        var uid = Convert.FromHexString(raw);
        Assert.Equal((hexMsb, hexLsb, decMsb, decLsb),
            (ChipUid.HexMsb(uid), ChipUid.HexLsb(uid), ChipUid.DecMsb(uid), ChipUid.DecLsb(uid)));
    }

    [Fact]
    public async Task The_last_line_counts_and_hashes_what_is_before_it()
    {
        var bytes = await WriteAsync([], lines: 2);
        var text = Encoding.UTF8.GetString(bytes);
        var trailer = text[(text.TrimEnd().LastIndexOf('\n') + 1)..];
        var before = bytes[..^Encoding.UTF8.GetByteCount(trailer)];
        var fields = trailer.TrimEnd().Replace("\"", "", StringComparison.Ordinal).Split(';');

        Assert.Equal(["T", "2", Convert.ToHexStringLower(SHA256.HashData(before)), "7", "6"], fields[..5]);
        Assert.Equal(25, fields.Length);
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.EndsWith("\r\n", trailer, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\uFEFF'));
    }

    [Fact]
    public async Task Columns_stand_in_the_agreed_order()
    {
        var header = Encoding.UTF8.GetString(await WriteAsync([], lines: 0)).Split('\r')[0].TrimStart('\uFEFF')
            .Replace("\"", "", StringComparison.Ordinal);
        Assert.Equal(
            "record_type;event_id;event_time;order_no;customer_ref;card_no;product_code;status;card_state;reason_code;chip_type;"
                + "uid_hex_msb;uid_hex_lsb;uid_dec_msb;"
            + "uid_dec_lsb;hid_format;hid_facility;hid_number;produced_at;shipped_at;delivered_at;shipment_no;tracking_no;valid_until;"
                + "replaces_card_no", header);
    }

    [Fact]
    public async Task A_profile_may_choose_columns_and_the_last_line_keeps_its_fields()
    {
        var lines = Encoding.UTF8.GetString(await WriteAsync(["card_no", "status"], lines: 1)).TrimStart('\uFEFF')
            .Replace("\"", "", StringComparison.Ordinal).Split("\r\n");
        Assert.Equal("record_type;event_id;event_time;order_no;customer_ref;card_no;status", lines[0]);
        Assert.EndsWith(";42;R1;10009;PRODUCED", lines[1], StringComparison.Ordinal);
        Assert.Equal(7, lines[2].Split(';').Length);
        Assert.Equal("7", lines[2].Split(';')[3]);
    }

    private static async Task<byte[]> WriteAsync(string[] columns, int lines)
    {
        using var stream = new MemoryStream();
        await using var writer = new BackReportWriter(stream, new AnswerSettings(), columns);
        for (var i = 0; i < lines; i++)
        {
            writer.Write(new BackReportLine { EventId = Guid.Empty, OrderNo = 42, CardNo = 10009, ProductCode = "ID-STD",
                Status = "PRODUCED", CardState = "ACTIVE" }, "R1"u8);
        }

        await writer.CompleteAsync(sequence: 7, previous: 6, CancellationToken.None);
        return stream.ToArray();
    }
}
