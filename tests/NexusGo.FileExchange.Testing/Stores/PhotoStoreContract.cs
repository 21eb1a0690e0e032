using System.Buffers.Binary;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What every store of photos that come later than their cards does.</summary>
public abstract class PhotoStoreContract : StoreContract
{
    private const string Ida = "A1;ID-PHOTO;Ida;Ek;199001019802;HQ\r\n";

    private AreaLease lease = null!;
    private int files;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        lease = await LeaseAsync();
    }

    [Fact]
    public async Task A_card_that_waits_is_found_by_its_reference_and_its_key_seals_the_photo()
    {
        var (orderNo, numbers) = await OrderAsync(lease, "ORD_1.csv", Ida, OrderPass.AwaitsPhoto);
        var card = (await FindAsync("A1"))!;
        Assert.Equal(("ID-PHOTO", PhotoStage.Awaited, false, orderNo, numbers[0]),
            (card.ProductCode, card.Stage, card.WaitsForMore, card.OrderNo, card.CardNo));
        using var cipher = new CardPhotoCipher(Vault);
        Assert.NotEmpty(cipher.Seal(card.Card, [1, 2, 3]));
        Assert.Null(await FindAsync("A2"));
    }

    [Fact]
    public async Task With_its_photo_the_card_waits_no_more()
    {
        await OrderAsync(lease, "ORD_1.csv", Ida, OrderPass.AwaitsPhoto);
        var card = await AddPhotoAsync("A1", 7);
        Assert.Equal(PhotoStage.Replaceable, (await FindAsync("A1"))!.Stage);
        Assert.Equal([7], await Stores.PhotoAsync(Customer, card.Card.CardId));
        await AddPhotoAsync("A1", 8);
        Assert.Equal([8], await Stores.PhotoAsync(Customer, card.Card.CardId));
    }

    [Fact]
    public async Task A_card_that_waits_for_a_second_person_too_waits_on_for_that_alone()
    {
        await using (var transaction = await Stores.Orders.BeginAsync(await ClaimAsync(lease, "ORD_1.csv"), default))
        {
            var added = await AddAsync(transaction, Ida, holdCode: OrderPass.AwaitsPhoto);
            var order = new OrderDraft(added.OrderId, Swedish.CheckDigit.Append(await transaction.TakeNumbersAsync("order", 1, default)), 1,
                NeedsApproval: true);
            await transaction.CommitAsync(Verdict(Now, order), [], default);
        }

        Assert.True((await FindAsync("A1"))!.WaitsForMore);
        await AddPhotoAsync("A1", 7);
        var card = (await FindAsync("A1"))!;
        Assert.Equal((PhotoStage.Replaceable, true), (card.Stage, card.WaitsForMore));
    }

    [Fact]
    public async Task Without_a_commit_the_card_waits_as_before()
    {
        await OrderAsync(lease, "ORD_1.csv", Ida, OrderPass.AwaitsPhoto);
        var card = await AddPhotoAsync("A1", 7, commits: false);
        Assert.Equal(PhotoStage.Awaited, (await FindAsync("A1"))!.Stage);
        Assert.Null(await Stores.PhotoAsync(Customer, card.Card.CardId));
    }

    [Fact]
    public async Task For_a_card_in_production_it_is_too_late()
    {
        var (_, numbers) = await OrderAsync(lease, "ORD_1.csv", Ida.Replace("ID-PHOTO", "ID-STD", StringComparison.Ordinal));
        Assert.Equal(PhotoStage.Replaceable, (await FindAsync("A1"))!.Stage);
        await Stores.SetFactsAsync!(numbers[0], new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false));
        Assert.Equal(PhotoStage.TooLate, (await FindAsync("A1"))!.Stage);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_neither_begins_nor_commits()
    {
        await OrderAsync(lease, "ORD_1.csv", Ida, OrderPass.AwaitsPhoto);
        var file = await FileAsync();
        await using (var transaction = await Stores.Photos.BeginAsync(file, default))
        {
            await TakeOverAsync();
            await FailsAsync(FailureReason.LeaseLost, () => Stores.Photos.BeginAsync(file, default));
            await Assert.ThrowsAsync<FileExchangeException>(async () =>
            {
                await FillAsync(transaction, "A1", 7);
                await transaction.CommitAsync(Verdict(Now), [], default);
            });
        }

        Assert.Equal(PhotoStage.Awaited, (await FindAsync("A1"))!.Stage);
    }

    private async Task<InboundFile> FileAsync()
    {
        var seen = await SeeAsync(lease, $"/in/PHO_{++files}.zip");
        return Assert.Single(await Stores.Inbox.ClaimAsync(lease, [RequestFor(seen, InboundKind.Photo)], Now, default));
    }

    private UInt128 Reference(string value) =>
        BinaryPrimitives.ReadUInt128BigEndian(Vault.Index(IndexKind.CustomerRef, Encoding.UTF8.GetBytes(value)));

    private async Task<PhotoCard?> FindAsync(string reference) =>
        (await Stores.Photos.FindAsync(Customer, [Reference(reference)], default)).GetValueOrDefault(Reference(reference));

    private async Task<PhotoCard> AddPhotoAsync(string reference, byte photo, bool commits = true)
    {
        await using var transaction = await Stores.Photos.BeginAsync(await FileAsync(), default);
        var card = await FillAsync(transaction, reference, photo);
        if (commits)
        {
            await transaction.CommitAsync(Verdict(Now), [], default);
        }

        return card;
    }

    private async Task<PhotoCard> FillAsync(IPhotoTransaction transaction, string reference, byte photo)
    {
        var card = (await transaction.LockAsync([Reference(reference)], default))[Reference(reference)];
        Assert.Null(card.Card.Key);
        await transaction.AddAsync([new SealedPhoto(card.Card.CardId, [photo], Kept: false)], Now, default);
        await transaction.ReleaseAsync(card.Stage == PhotoStage.Awaited ? [card] : [], Now, default);
        return card;
    }
}
