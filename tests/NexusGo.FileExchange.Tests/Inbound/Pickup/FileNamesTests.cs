using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

public class FileNamesTests
{
    private static readonly FileNames Names = FileNames.Compile(DemoProfile.Create() with
    {
        Intake = new IntakeSettings
        {
            Ignore = ["*.lock", "kladd?.csv"],
            Names = new Dictionary<string, string> { ["kortbestallning*.csv"] = "ORD", ["bilder(*).zip"] = "PHO" },
        },
    });

    [Theory]
    [InlineData("ORD_ACME_20250115_000123.csv", InboundKind.Order, "ORD_ACME_20250115_000123", 123L)]
    [InlineData("ORD_ACME_20250115_000123.csv.pgp", InboundKind.Order, "ORD_ACME_20250115_000123", 123L)]
    [InlineData("ord_x.ZIP.ASC", InboundKind.Order, "ord_x", null)]
    [InlineData("REQ_7.csv.gpg", InboundKind.Request, "REQ_7", 7L)]
    [InlineData("PHO_a.zip", InboundKind.Photo, "PHO_a", null)]
    [InlineData("Kortbestallning mars 12.CSV", InboundKind.Order, "Kortbestallning_mars_12", 12L)]
    [InlineData("kortbestallning.csv.pgp", InboundKind.Order, "kortbestallning", null)]
    [InlineData("bilder(3).zip", InboundKind.Photo, "bilder_3_", null)]
    [InlineData("ORD_.csv", InboundKind.Unmatched, "ORD_", null)]
    [InlineData("ORD_1.xlsx", InboundKind.Order, "ORD_1", 1L)]
    [InlineData("ORD_1.xlsm", InboundKind.Unmatched, "ORD_1.xlsm", null)]
    [InlineData("PHO_A-17.jpg.pgp", InboundKind.Photo, "PHO_A-17", 17L)]
    [InlineData("REQ_1.xlsx", InboundKind.Unmatched, "REQ_1", 1L)]
    [InlineData("XORD_1.csv", InboundKind.Unmatched, "XORD_1", 1L)]
    [InlineData("beställning å.csv", InboundKind.Unmatched, "beställning_å", null)]
    [InlineData("ORD_\u202Evsc.csv", InboundKind.Order, "ORD__vsc", null)]
    [InlineData("ORD_..\\..\\etc.csv", InboundKind.Order, "ORD_.._.._etc", null)]
    public void A_name_tells_the_type_the_base_and_the_number(string name, InboundKind kind, string baseName, long? seq)
    {
        var result = Names.Classify(RemoteName.From(name));

        Assert.Equal((kind, baseName, seq), (result.Kind, result.BaseName, result.Seq));
    }

    [Theory]
    [InlineData(".ORD_1.csv")]
    [InlineData("~ORD_1.csv")]
    [InlineData("ORD_1.csv.tmp")]
    [InlineData("ORD_1.csv.PART")]
    [InlineData("ORD_1.csv.partial")]
    [InlineData("ORD_1.csv.filepart")]
    [InlineData("ORD_1.csv.uploading")]
    [InlineData("ORD_1.csv.writing")]
    [InlineData(".sftpgo-upload.1.ORD_1.csv")]
    [InlineData("ORD_1.lock")]
    [InlineData("KLADD1.csv")]
    public void Nasty10_Files_still_being_uploaded_are_left_alone(string name) =>
        Assert.Equal(InboundKind.Ignored, Names.Classify(RemoteName.From(name)).Kind);

    [Theory]
    [InlineData("ORD_5.csv.done", "ORD_5.csv", false)]
    [InlineData("ORD_5.csv.pgp.CTL", "ORD_5.csv.pgp", true)]
    public void A_marker_names_its_data_file(string name, string data, bool control)
    {
        var result = Names.Classify(RemoteName.From(name));

        Assert.Equal((InboundKind.Marker, "ORD_5", 5L, control), (result.Kind, result.BaseName, result.Seq!.Value, result.IsControlFile));
        Assert.Equal(RemoteName.From(data), result.MarkerOf);
    }

    [Fact]
    public void Nasty31_Names_that_are_no_UTF8_or_very_long_give_a_safe_base()
    {
        Assert.True(RemoteName.TryCreate([.. "ORD_"u8, 0xE5, 0x0A, .. ".csv"u8], out var latin));
        var longName = Names.Classify(RemoteName.From("ORD_" + new string('å', 120) + ".csv"));

        Assert.Equal("ORD_å_", Names.Classify(latin).BaseName);
        Assert.Equal(InboundKind.Order, longName.Kind);
        Assert.InRange(Encoding.UTF8.GetByteCount(longName.BaseName), 150, 180);
    }

    [Fact]
    public void A_personnummer_in_a_name_is_masked_in_the_names_of_answers_but_a_date_and_time_is_not()
    {
        var number = TestPersons.Number(new DateOnly(1982, 11, 29), 986);

        Assert.Equal("ORD_xxxxxxxxxxxxx", Names.Classify(RemoteName.From($"ORD_{number[..8]}-{number[8..]}.csv")).BaseName);
        Assert.Equal("ORD_xxxxxxxxxx_b", Names.Classify(RemoteName.From($"ORD_{number[2..]}_b.csv")).BaseName);
        for (var minute = 0; minute < 60; minute++)
        {
            foreach (var stamp in new[] { $"ORD_2026112108{minute:00}", $"ORD_20261121-08{minute:00}", $"ORD_26112108{minute:00}" })
            {
                Assert.Equal(stamp, Names.Classify(RemoteName.From(stamp + ".csv")).BaseName);
            }
        }
    }

    [Fact]
    public void A_profile_can_say_where_the_number_is()
    {
        var names = FileNames.Compile(DemoProfile.Create() with { Intake = new IntakeSettings { SequencePattern = "_n(?<seq>[0-9]+)_" } });

        Assert.Equal(42, names.Classify(RemoteName.From("ORD_n0042_20261121.csv")).Seq);
        Assert.Null(names.Classify(RemoteName.From("ORD_20261121.csv")).Seq);
    }
}
