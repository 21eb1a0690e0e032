using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.IntegrationTests.Reports;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, section 3: a back-report in a spreadsheet that recognises numbers.</summary>
public sealed class C03_SpreadsheetTests
{
    private static readonly string[] Columns =
        ["card_no", "uid_hex_msb", "uid_hex_lsb", "uid_dec_msb", "uid_dec_lsb", "hid_facility", "hid_number", "shipment_no", "tracking_no",
        "replaces_card_no", "customer_ref"];

    /// <summary>Serial numbers of 4, 7, 8 and 10 bytes that look like a number, an exponent or neither.</summary>
    private static readonly string[] Uids = ["04A1B2C3", "01234567", "00000012", "0012E456", "04A1B2C3D4E580", "12345678901234",
        "01234567890123E4", "0000000000000001", "99999999999999999999"];

    [Fact]
    public async Task C03_every_number_is_still_there_digit_by_digit()
    {
        using var calc = new LibreOffice();
        var damaged = await OpenAsync(calc, new AnswerSettings());
        Assert.True(damaged.Count(same => !same) > 20, "This program recognises no numbers; the test would show nothing.");
        Assert.DoesNotContain(false, await OpenAsync(calc, new AnswerSettings { Numbers = AnswerNumbers.ExcelText }));
        Assert.DoesNotContain(false, await OpenAsync(calc, new AnswerSettings { Numbers = AnswerNumbers.ExcelText, QuoteText = false }));
        Assert.DoesNotContain(false, await OpenAsync(calc, new AnswerSettings { Format = AnswerFormat.Xlsx }));
    }

    /// <summary>Of each number whether the program kept it.</summary>
    private static async Task<IReadOnlyList<bool>> OpenAsync(LibreOffice calc, AnswerSettings settings)
    {
        using var stream = new MemoryStream();
        await using var writer = new BackReportWriter(stream, settings, []);
        var written = new List<string[]>();
        foreach (var (uid, i) in Uids.Select((uid, i) => (Convert.FromHexString(uid), i)))
        {
            var line = new BackReportLine
            {
                EventId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch), EventTime = DateTimeOffset.UnixEpoch, OrderNo = 10_000_001 + i,
                CardNo = 100_000_000_000_000_007 + i,
                ProductCode = "ID-STD", Status = "SHIPPED", CardState = "ACTIVE", ChipType = "MIFARE", Uid = uid, HidFormat = "H10301",
                HidFacility = $"00{i}", HidNumber = $"{i}-2",
                ShipmentNo = $"0037012345678901234{i}", TrackingNo = $"{i}2E4{i}", ReplacesCardNo = 900_000_000_000_000_019 - i,
            };
            var reference = $"000{i}";
            writer.Write(line, System.Text.Encoding.UTF8.GetBytes(reference));
            written.Add([$"{line.CardNo}", ChipUid.HexMsb(uid), ChipUid.HexLsb(uid), ChipUid.DecMsb(uid), ChipUid.DecLsb(uid),
                line.HidFacility, line.HidNumber, line.ShipmentNo, line.TrackingNo,
                $"{line.ReplacesCardNo}", reference]);
        }

        await writer.CompleteAsync(1, 0, CancellationToken.None);
        var read = await calc.OpenAsync(settings.Format == AnswerFormat.Xlsx ? "BRP_1.xlsx" : "BRP_1.csv", stream.ToArray());
        Assert.Equal(written.Count + 1, read.Count);
        return [.. written.SelectMany((values, i) => values.Select((value, column) => value == read[i][Columns[column]]))];
    }
}
