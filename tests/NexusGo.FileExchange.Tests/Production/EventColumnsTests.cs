using System.Text;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Tests.Production;

/// <summary>The columns of an event file as agreed with the partner: which there are, and what may stand in each.</summary>
public sealed class EventColumnsTests
{
    private static readonly string[] Told = ["IN_PRODUCTION", "PRODUCED", "FAILED", "SHIPPED", "DELIVERED", "RETURNED", "DESTROYED",
        "INVOICED", "CANCELLED"];

    [Fact]
    public void The_columns_are_the_agreed_ones_and_four_of_them_mandatory()
    {
        Assert.Equal(
            "event_id;event_time;card_no;event;reason_code;chip_type;uid_hex;hid_format;hid_facility;hid_number;shipment_no;tracking_no;"
                + "invoice_no",
            string.Join(';', Enumerable.Range(0, EventColumns.Count).Select(EventColumns.NameOf)));
        Assert.Equal(["event_id", "event_time", "card_no", "event"], Enumerable.Range(0, EventColumns.Count).Where(EventColumns.IsRequired)
            .Select(EventColumns.NameOf));
    }

    /// <summary>What customers and we ourselves do to a card, the partner cannot.</summary>
    [Fact]
    public void The_partner_tells_of_nine_kinds_of_event_and_of_no_other()
    {
        foreach (var kind in Enum.GetValues<CardEventKind>())
        {
            var row = Take("event", kind.ToWireName());
            Assert.Equal((kind, Told.Contains(kind.ToWireName()) ? "" : "E-VAL-04"), (kind, Code(row)));
            Assert.True(Code(row) != "" || row.Kind == kind);
        }

        Assert.Equal("E-VAL-04", Code(Take("event", "FLYING")));
        Assert.Equal("E-VAL-01", Code(Take("event", "")));
    }

    [Theory]
    [InlineData("event_id", "", "E-VAL-01")]
    [InlineData("event_id", "A.b_c:d-1", "")]
    [InlineData("event_id", "-1", "E-VAL-05")]
    [InlineData("event_id", "a b", "E-VAL-05")]
    [InlineData("event_time", "2026-11-21T12:00:00Z", "")]
    [InlineData("event_time", "2026-11-21T12:00:00.123+01:00", "")]
    [InlineData("event_time", "2026-11-21T12:00:00", "E-VAL-06")]
    [InlineData("event_time", "2026-11-21", "E-VAL-06")]
    [InlineData("event_time", "2026-02-30T12:00:00Z", "E-VAL-06")]
    [InlineData("event_time", "1999-12-31T12:00:00Z", "E-VAL-06")]
    [InlineData("card_no", "100000009", "")]
    [InlineData("card_no", "100000008", "E-VAL-09")]
    [InlineData("card_no", "+100000009", "E-VAL-09")]
    [InlineData("card_no", "1000000000000000009", "E-VAL-09")]
    [InlineData("uid_hex", "04A1B2C3", "")]
    [InlineData("uid_hex", "04a1b2c3d4e580", "")]
    [InlineData("uid_hex", "04A1B2", "E-VAL-05")]
    [InlineData("uid_hex", "04A1B2C", "E-VAL-05")]
    [InlineData("uid_hex", "04A1B2CG", "E-VAL-05")]
    [InlineData("uid_hex", "0102030405060708090A0B0C0D0E0F1011", "E-VAL-05")]
    [InlineData("hid_facility", "17", "")]
    [InlineData("hid_facility", "1 7", "E-VAL-05")]
    [InlineData("hid_number", "123456789012345678901", "E-VAL-05")]
    [InlineData("reason_code", "LOST\tA", "E-VAL-03")]
    [InlineData("shipment_no", "1234567890123456789012345678901234567890123456789012345678901", "E-VAL-02")]
    public void Each_column_takes_what_is_agreed_and_refuses_the_rest(string column, string value, string code) =>
        Assert.Equal(code, Code(Take(column, value)));

    [Fact]
    public void A_serial_number_is_kept_as_its_bytes() =>
        Assert.Equal([0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0xE5, 0x80], Take("uid_hex", "04a1B2c3D4e580").Uid);

    [Fact]
    public void A_time_is_kept_in_UTC() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 11, 0, 0, 123, TimeSpan.Zero),
            Take("event_time", "2026-11-21T12:00:00.123+01:00").Time);

    [Theory]
    [InlineData("chip_type", "MIFARE", ReportFields.ChipType)]
    [InlineData("uid_hex", "04A1B2C3", ReportFields.UidHex)]
    [InlineData("hid_format", "H10301", ReportFields.HidFormat)]
    [InlineData("hid_facility", "17", ReportFields.HidFacility)]
    [InlineData("hid_number", "12345", ReportFields.HidNumber)]
    [InlineData("tracking_no", "T1", ReportFields.None)]
    public void What_a_column_brings_is_the_field_that_a_layout_may_expect(string column, string value, object field) =>
        Assert.Equal(field, Take(column, value).Reported);

    private static EventRow Take(string column, string value)
    {
        var row = new EventRow();
        EventColumns.Take(row, EventColumns.Find(column), Encoding.UTF8.GetBytes(value));
        return row;
    }

    private static string Code(EventRow row) => string.Join(' ', row.Problems.Select(problem => problem.Code));
}
