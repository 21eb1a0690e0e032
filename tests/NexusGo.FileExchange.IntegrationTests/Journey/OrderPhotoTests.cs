using System.Text;
using NexusGo.FileExchange.Testing.Archive;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Photos;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Workbook;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Photos from the zip file to the partner's batch, and to their end.</summary>
public sealed class OrderPhotoTests : CardTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;photo_file;delivery_address_id\r\n";

    private static readonly string[] Fields = Header.TrimEnd().Split(';');

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "PHOTO");

    [Fact]
    public async Task Rows_and_photos_of_a_zip_file_are_judged_together()
    {
        Rig.Drop("ORD_1.zip", Zip(
            Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\nA2;ID-PHOTO;Bo;Ek;bo.png;HQ\r\nA3;ID-PHOTO;Mia;Ek;missing.jpg;HQ\r\nA4;ID-PHOTO;"
                + "Ola;Ek;eva.jpg;HQ\r\n"
                + "A5;ID-PHOTO;Ann;Ek;;HQ\r\nA6;ID-PHOTO;Per;Ek;small.jpg;HQ\r\nA7;ID-STD;Ulf;Ek;;HQ\r\nA8;ID-PHOTO;Kim;Ek;phone.jpg;"
                    + "HQ\r\n",
            ("photos/eva.jpg", TestPictures.Jpeg()), ("photos/Bo.PNG", TestPictures.Png()),
                ("photos/small.jpg", TestPictures.Jpeg(200, 300)),
            ("photos/phone.jpg", [0, 0, 0, 0x18, .. "ftypheic"u8, 0, 0, 0, 0]), ("photos/nobody.jpg", TestPictures.Jpeg()),
                ("__MACOSX/._order.csv", [1])));
        await Rig.PollAsync();

        Assert.Equal(["ACCEPTED ", "ACCEPTED ", "REJECTED E-PHO-02", "REJECTED E-PHO-07", "ON_HOLD W-PHO-01", "REJECTED E-PHO-05",
            "ACCEPTED ", "REJECTED E-PHO-03"],
            Rig.Results("ORD_1").Select(row => $"{row["outcome"]} {row["first_error_code"]}"));
        Assert.Equal("PARTIAL", Rig.Receipt("ORD_1")["file_status"]);
        var errors = Rig.Errors("ORD_1");
        Assert.Contains(errors, line => line["error_code"] == "E-PHO-05" && line["hint"].Contains("200 × 300", StringComparison.Ordinal)
            && line["column"] == "photo_file");
        Assert.Contains(errors, line => line["error_code"] == "E-PHO-03" && line["hint"].Contains("HEIC", StringComparison.Ordinal));
        Assert.Contains(errors, line => line["error_code"] == "W-PHO-06");
        Assert.Contains(errors, line => line["error_code"] == "W-PHO-07");
        Assert.Equal(2L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_photo"));
    }

    [Theory]
    [InlineData(0, "ACCEPTED ")]
    [InlineData(-1, "REJECTED E-PHO-04")]
    public async Task A_photo_has_as_many_bytes_as_agreed(int more, string outcome)
    {
        var picture = TestPictures.Jpeg();
        Rig.Profile = Rig.Profile with { Limits = Rig.Profile.Limits with { PhotoBytes = picture.Length + more } };
        Rig.Drop("ORD_1.zip", Zip(Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\n", ("photos/eva.jpg", picture)));
        await Rig.PollAsync();
        Assert.Equal(outcome, string.Join(' ', Rig.Results("ORD_1").Select(row => $"{row["outcome"]} {row["first_error_code"]}")));
    }

    [Fact]
    public async Task Photos_reach_the_partner_and_end_with_the_delivery()
    {
        Rig.Drop("ORD_1.zip", Zip(Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\nA2;ID-STD;Bo;Ek;;HQ\r\n",
            ("photos/eva.jpg", TestPictures.WithOrientation(TestPictures.Jpeg(420, 320), 6, "PLANTED-GPS"))));
        await Rig.PollAsync();
        var cards = Rig.Results("ORD_1").ToDictionary(row => row["ref"], row => row["card_no"]);
        await Cards.DeliverAsync(cards.Values);

        var batch = Assert.Single(Partner.Batches);
        Assert.Equal([$"{cards["A1"]}.jpg", ""], Partner.Cards(batch).OrderBy(card => card["card_no"], StringComparer.Ordinal)
            .Select(card => card["photo_file"]));
        var photo = Assert.Single(Partner.Photos(batch));
        Assert.Equal($"{cards["A1"]}.jpg", photo.Key);
        Assert.Equal("BRYG", TestPictures.QuartersOf(photo.Value));
        Assert.Equal(-1, photo.Value.AsSpan().IndexOf("PLANTED-GPS"u8));
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_photo"));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Only_kept_photos_outlive_the_delivery_and_none_an_erasure(bool kept, long left)
    {
        Rig.Profile = Rig.Profile with { Retention = Rig.Profile.Retention with { KeepPhotos = kept, Keep = "3M" } };
        Rig.Drop("ORD_1.zip", Zip(Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\n", ("photos/eva.jpg", TestPictures.Jpeg())));
        await Rig.PollAsync();
        var card = Rig.Results("ORD_1").Single()["card_no"];
        await Cards.DeliverAsync([card]);
        Assert.Equal(left, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_photo"));

        Rig.Drop("REQ_1.csv", "request_ref;action;selector_type;selector;from;to;reason_code\r\nE1;ERASE;CARD_NO;" + card + ";;;\r\n");
        await Rig.PollAsync();
        Assert.Equal("DONE", Rig.Results("REQ_1").Single()["outcome"]);
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_photo"));
    }

    [Fact]
    public async Task A_photo_that_comes_later_lets_its_row_go_on_and_may_be_replaced_until_production()
    {
        Rig.Drop("ORD_1.csv", Header + "A1;ID-PHOTO;Eva;Ek;;HQ\r\nA2;ID-PHOTO;Bo;Ek;;HQ\r\nA3;ID-STD;Mia;Ek;;HQ\r\n");
        await Rig.PollAsync();
        Assert.Equal(1, await Partner.MakeBatchesAsync());

        Rig.Drop("PHO_1.zip",
            ZipForge.Write([Photo("A1.jpg", TestPictures.Jpeg()), Photo("A3.jpg", TestPictures.Jpeg()),
            Photo("A9.jpg", TestPictures.Jpeg()), Photo("A2.jpg", [1, 2, 3]), Photo("å.jpg", TestPictures.Jpeg())]));
        Rig.Drop("PHO_A2.jpg", TestPictures.Jpeg());
        await Rig.PollAsync();

        Assert.Equal(["A1 ACCEPTED ", " REJECTED E-PHO-08", " REJECTED E-PHO-08", "A2 REJECTED E-PHO-03", " REJECTED E-PHO-01"],
            Rig.Results("PHO_1")
            .Select(row => $"{(row["first_error_code"] == "E-PHO-08" ? "" : row["ref"])} {row["outcome"]} {row["first_error_code"]}"));
        Assert.Equal("ACCEPTED", Rig.Receipt("PHO_A2")["file_status"]);
        var told = await Partner.BackReportAsync();
        Assert.Equal(2, told!.Count(line => line["status"] == "ACCEPTED" && line["customer_ref"] is "A1" or "A2"));

        Rig.Drop("PHO_2.zip", ZipForge.Write([Photo("A1.jpg", TestPictures.Jpeg(330, 430))]));
        await Rig.PollAsync();
        Assert.Equal("ACCEPTED", Rig.Receipt("PHO_2")["file_status"]);
        Assert.Equal(2, await Partner.MakeBatchesAsync());
        Assert.Equal(2, Partner.Photos(Partner.Batches[^1]).Count);

        Rig.Drop("PHO_3.zip", ZipForge.Write([Photo("A1.jpg", TestPictures.Jpeg())]));
        await Rig.PollAsync();
        Assert.Equal("E-PHO-09", Rig.Results("PHO_3").Single()["first_error_code"]);
    }

    [Fact]
    public async Task The_same_table_with_another_photo_is_no_duplicate()
    {
        var rows = Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\nA2;ID-PHOTO;Bo;Ek;bo.jpg;HQ\r\n";
        Rig.Drop("ORD_1.zip", Zip(rows, ("photos/eva.jpg", TestPictures.Jpeg()), ("photos/bo.jpg", [1])));
        await Rig.PollAsync();
        Rig.Drop("ORD_2.zip", Zip(rows, ("photos/eva.jpg", TestPictures.Jpeg()), ("photos/bo.jpg", TestPictures.Jpeg())));
        await Rig.PollAsync();
        Rig.Drop("ORD_3.zip", Zip(rows, ("photos/eva.jpg", TestPictures.Jpeg()), ("photos/bo.jpg", TestPictures.Jpeg())));
        await Rig.PollAsync();

        Assert.Equal(["UNCHANGED", "ACCEPTED"], Rig.Results("ORD_2").Select(row => row["outcome"]));
        Assert.Equal("DUPLICATE", Rig.Receipt("ORD_3")["file_status"]);
    }

    [Theory]
    [InlineData("F-ZIP-02", "photos/a.jpg")]
    [InlineData("F-ZIP-03", "order.csv ../a.jpg")]
    [InlineData("F-ZIP-04", "order.csv photos/a.jpg photos/A.JPG")]
    [InlineData("F-ZIP-03", "order.csv photos/a.zip")]
    public async Task A_zip_file_that_breaks_a_rule_is_refused_whole(string code, string names)
    {
        Rig.Drop("ORD_1.zip",
            ZipForge.Write(names.Split(' ')
            .Select(name => new ForgedEntry(name, Encoding.UTF8.GetBytes(Header + "A1;ID-STD;Eva;Ek;;HQ\r\n")))));
        await Rig.PollAsync();
        Assert.Equal(("REJECTED", code), (Rig.Receipt("ORD_1")["file_status"], Rig.Receipt("ORD_1")["error_code"]));
        Assert.Equal(code, Rig.Errors("ORD_1")[0]["error_code"]);
        Assert.Equal(0L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card"));
    }

    [Fact]
    public async Task A_workbook_is_an_order_alone_and_in_a_zip_file()
    {
        var workbook = XlsxForge.Write(XlsxForge.Row(1, Fields) + XlsxForge.Row(2, "A1", "ID-STD", "Eva", "Ek", "", "HQ")
            + XlsxForge.Row(5, "A2", "ID-STD", "", "Ek", "", "HQ"));
        Rig.Drop("ORD_1.xlsx", workbook);
        var formula = XlsxForge.Write(XlsxForge.Row(1, Fields) + """<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>""");
        Rig.Drop("ORD_2.xlsx", formula);
        var photos = XlsxForge.Write(XlsxForge.Row(1, Fields) + XlsxForge.Row(2, "A3", "ID-PHOTO", "Eva", "Ek", "eva.jpg", "HQ"));
        Rig.Drop("ORD_3.zip",
            ZipForge.Write([new("order.xlsx", photos) { Method = 0 }, new("photos/eva.jpg", TestPictures.Jpeg()) { Method = 0 }]));
        await Rig.PollAsync();

        Assert.Equal(["ACCEPTED", "REJECTED"], Rig.Results("ORD_1").Select(row => row["outcome"]));
        Assert.Equal("F-COL-03", Rig.Receipt("ORD_2")["error_code"]);
        Assert.Equal("ACCEPTED", Rig.Receipt("ORD_3")["file_status"]);
    }

    [Fact]
    public async Task A_workbook_of_ten_thousand_rows_is_answered_within_seconds()
    {
        var rows = string.Concat(Enumerable.Range(2, 10_000).Select(row => XlsxForge.Row(row, $"A{row}", "ID-STD", "Eva", "Ek", "", "HQ")));
        Rig.Drop("ORD_1.xlsx", XlsxForge.Write(XlsxForge.Row(1, Fields) + rows));
        var started = System.Diagnostics.Stopwatch.StartNew();
        await Rig.PollAsync();

        Assert.Equal("10000", Rig.Receipt("ORD_1")["rows_accepted"]);
        // four times the figure: other tests run beside this one
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"{started.Elapsed}");
    }

    [Fact]
    public async Task No_photo_and_no_zip_file_is_in_the_clear_anywhere()
    {
        var picture = TestPictures.Jpeg(600, 800);
        var stored = FileExchange.Photos.PhotoReencoder.Run(picture).Jpeg;
        Rig.Drop("ORD_1.zip", Zip(Header + "A1;ID-PHOTO;Eva;Ek;eva.jpg;HQ\r\n", ("photos/eva.jpg", picture)));
        await Rig.PollAsync();
        var scan = picture.AsSpan(picture.Length / 2, 32).ToArray();
        var storedScan = stored.AsSpan(stored.Length / 2, 32).ToArray();

        await Postgres.ExecuteAsOwnerAsync("checkpoint");
        var folder = await Postgres.QueryAsOwnerAsync<string>("select current_setting('data_directory')");
        var files = Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Rig.Folder, "*", SearchOption.AllDirectories));
        foreach (var file in files.Where(file => !file.Contains("postmaster", StringComparison.Ordinal)))
        {
            var content = await File.ReadAllBytesAsync(file);
            Assert.True(content.AsSpan().IndexOf(scan) < 0 && content.AsSpan().IndexOf(storedScan) < 0, file);
        }

        Assert.Equal(1L, await Postgres.QueryAsOwnerAsync<long>("select count(*) from orders.card_photo"));
    }

    private static byte[] Zip(string rows, params (string Name, byte[] Content)[] photos) =>
        ZipForge.Write([new("order.csv", Encoding.UTF8.GetBytes(rows)), .. photos.Select(photo => Photo(photo.Name, photo.Content))]);

    private static ForgedEntry Photo(string name, byte[] content) => new(name, content) { Method = 0 };
}
