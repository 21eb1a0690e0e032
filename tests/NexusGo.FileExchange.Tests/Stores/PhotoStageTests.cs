using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.Archive;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>
/// What becomes of photos that come later than their cards, on doubles. The pictures were looked at before, so no decoder runs.
/// </summary>
public sealed class PhotoStageTests : CardStoreContract
{
    private static readonly byte[] Picture = Encoding.ASCII.GetBytes("a picture that was written anew");

    private readonly InMemoryRig rig;

    public PhotoStageTests()
    {
        rig = new InMemoryRig(profile => profile with { CustomerId = Customer.Value });
        Stores = ExchangeStores.On(rig.Exchange) with { CustomerKeys = rig.CustomerKeys };
    }

    internal override ExchangeStores Stores { get; }

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await OrderAsync(Lease, "ORD_1.csv", "A1;ID-PHOTO;Ida;Ek;;HQ\r\nA2;ID-PHOTO;Bo;Al;;HQ\r\n", OrderPass.AwaitsPhoto);
        await OrderAsync(Lease, "ORD_2.csv", "V1;VISITOR;;;;HQ\r\n");
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await rig.DisposeAsync();
    }

    [Theory]
    [InlineData("A1.jpg", "ACCEPTED", "A1 ACCEPTED ")]
    [InlineData("photos/A1.png A2.jpeg", "ACCEPTED", "A1 ACCEPTED |A2 ACCEPTED ")]
    [InlineData("A1.jpg A9.jpg", "PARTIAL", "A1 ACCEPTED | REJECTED E-PHO-08")]
    [InlineData("A1.jpg V1.jpg", "PARTIAL", "A1 ACCEPTED |V1 REJECTED E-PHO-08")]
    [InlineData("A1.jpg A1.png", "PARTIAL", "A1 ACCEPTED | REJECTED E-PHO-07")]
    [InlineData("A1.gif", "REJECTED", " REJECTED E-PHO-01")]
    [InlineData("Ida_Ek!.jpg", "REJECTED", " REJECTED E-PHO-01")]
    public async Task Each_photo_is_answered_by_its_name(string names, string status, string results)
    {
        Assert.Equal((status, results), await ImportAsync(names));
        var taken = results.Split('|').Count(line => line.Contains(" ACCEPTED", StringComparison.Ordinal));
        Assert.Equal(taken, rig.Exchange.Cards.Count(card => card.SealedPhoto is not null));
    }

    [Fact]
    public async Task A_row_goes_on_with_its_photo_and_the_photo_opens_with_the_cards_key()
    {
        await ImportAsync("A1.jpg");
        Assert.Equal([CardStatus.Accepted, CardStatus.OnHold, CardStatus.Accepted], Statuses());
        var card = rig.Exchange.Cards[0];
        using var cipher = new CardPhotoCipher(Vault);
        Assert.Equal(Picture, cipher.Open(card.Card, card.SealedPhoto!));
    }

    [Fact]
    public async Task A_photo_may_be_replaced_until_the_partner_has_the_card()
    {
        await ImportAsync("A1.jpg");
        var first = rig.Exchange.Cards[0].SealedPhoto;
        Assert.Equal(("ACCEPTED", "A1 ACCEPTED "), await ImportAsync("A1.jpg"));
        Assert.NotEqual(first, rig.Exchange.Cards[0].SealedPhoto);
        rig.Exchange.Register.Set(rig.Exchange.Cards[0].CardNo, new CardFacts(CardStatus.Ordered, CardState.None, false, false));
        Assert.Equal(("REJECTED", "A1 REJECTED E-PHO-09"), await ImportAsync("A1.jpg"));
    }

    [Fact]
    public async Task A_picture_that_is_no_good_leaves_its_row_waiting()
    {
        Assert.Equal(("PARTIAL", "A1 REJECTED E-PHO-04|A2 ACCEPTED "), await ImportAsync("A1.jpg A2.jpg", bad: "A1.jpg"));
        Assert.Equal([CardStatus.OnHold, CardStatus.Accepted, CardStatus.Accepted], Statuses());
    }

    [Fact]
    public async Task A_rehearsal_is_answered_and_stores_nothing()
    {
        Assert.Equal(("ACCEPTED", "A1 ACCEPTED "), await ImportAsync("A1.jpg", isTest: true));
        Assert.Equal(CardStatus.OnHold, Statuses()[0]);
        Assert.Null(rig.Exchange.Cards[0].SealedPhoto);
    }

    [Fact]
    public async Task What_a_signature_or_a_control_file_contradicts_is_refused_whole()
    {
        Assert.Equal(("REJECTED F-PGP-07", ""), await ImportAsync("A1.jpg", verdict: ContentVerdict.Refused("F-PGP-07", "")));
        Assert.Equal(("REJECTED F-CTL-01", ""), await ImportAsync("A1.jpg", promised: 2));
        Assert.Equal(("REJECTED F-SIZ-02", ""), await ImportAsync(""));
        Assert.Equal(CardStatus.OnHold, Statuses()[0]);
    }

    private List<CardStatus> Statuses() =>
        rig.Exchange.Cards.ConvertAll(card => rig.Exchange.Register.Cards[card.Card.CardId].Card.Facts.Status);

    /// <summary>Imports a zip file of photos: its status, and the lines of RES as <c>ref outcome code</c>.</summary>
    private async Task<(string Status, string Results)> ImportAsync(string names, string? bad = null, bool isTest = false,
        ContentVerdict? verdict = null, long? promised = null)
    {
        var sighting = await SeeAsync(Lease, $"/in/PHO_{Guid.NewGuid():N}.zip");
        var file = Assert.Single(await Stores.Inbox.ClaimAsync(Lease, [RequestFor(sighting, InboundKind.Photo)], Now, default));
        using var rewritten = new RewrittenPhotos(rig.Services.GetRequiredService<SpoolFolder>());
        var incoming = new IncomingFile
        {
            File = file with { IsTest = isTest },
            SizeBytes = 10,
            PromisedRows = promised,
            OpenAsync = _ => ValueTask.FromResult<IInboundContent>(
                new Opened(PhotosOf(names, bad, rewritten), verdict ?? ContentVerdict.Good(null))),
        };
        var stored = await rig.Services.GetRequiredService<PhotoImport>().RunAsync(incoming, rig.Profile, default);
        var results = rig.Exchange.ReportRows.Find(row => row.Report.FileId == file.FileId && row.Report.Kind == ReportKind.Results);
        return ($"{stored.Verdict.FileStatus} {(results is null ? stored.Verdict.ErrorCode : null)}".TrimEnd(),
            results is null ? "" : string.Join('|', AnswerFile.Read(Encoding.UTF8.GetBytes(await ReadAsync(results.Report)))
                .Select(line => $"{line["ref"]} {line["outcome"]} {line["first_error_code"]}")));
    }

    private FilePhotos PhotosOf(string names, string? bad, RewrittenPhotos rewritten)
    {
        var zip = ZipForge.Write(names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new ForgedEntry(name, [1])));
        var (entries, refusal) = ZipDirectory.Read(new MemoryStream(zip), new ZipLimits(100, 1 << 20, 100));
        Assert.Null(refusal);
        foreach (var entry in entries)
        {
            rewritten.Add(entry.Number, entry.Name == bad ? PhotoResult.Refused(PhotoProblem.TooManyBytes)
                : new PhotoResult(PhotoProblem.None, 320, 420, [.. Picture]));
        }

        rewritten.Complete();
        var decoders = new PhotoDecoders(rig.Services.GetRequiredService<PhotoSandbox>(), rig.Clock);
        var photos = new FilePhotos(ArchiveLayout.OfPhotos(entries).Layout!, () => new MemoryStream(zip), 1 << 20, decoders);
        photos.Use(rewritten);
        return photos;
    }

    /// <summary>A file of photos that was opened and verified.</summary>
    private sealed class Opened(FilePhotos photos, ContentVerdict verdict) : IInboundContent
    {
        public Stream Clear => Stream.Null;

        public FilePhotos Photos => photos;

        public ReadOnlyMemory<byte> PhotoMark => default;

        public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(verdict);

        public ValueTask DisposeAsync() => photos.DisposeAsync();
    }
}
