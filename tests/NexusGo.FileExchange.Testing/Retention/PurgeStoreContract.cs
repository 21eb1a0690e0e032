using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What every purge does: what is beyond its limit goes, what is at it stays.</summary>
public abstract class PurgeStoreContract : RetentionContract
{
    /// <summary>Notes that the keys of an order's cards were written, and leaves the cards out.</summary>
    private protected abstract Task LeaveKeysAsync(Guid orderId, DateTimeOffset writtenAt);

    [Fact]
    public async Task The_same_content_may_come_again_once_its_time_is_up()
    {
        var mac = Guid.NewGuid().ToByteArray().Concat(new byte[16]).ToArray();
        await using (var transaction = await Stores.Orders.BeginAsync(await ClaimAsync(Lease, "ORD_A.csv"), default))
        {
            await transaction.CommitAsync(Verdict(Now, contentMac: mac), [], default);
        }

        Assert.Equal(0, (await PurgeAsync(At(Now) with { ContentsBefore = Now })).Contents);
        Assert.True(await IsKnownAsync(mac, "ORD_B.csv"));
        Assert.Equal(1, (await PurgeAsync(At(Now) with { ContentsBefore = Now.AddSeconds(1) })).Contents);
        Assert.False(await IsKnownAsync(mac, "ORD_C.csv"));
    }

    [Fact]
    public async Task A_hold_is_forgotten_24_months_after_its_end()
    {
        await Stores.Holds.SetAsync(Customer, "inspection", Now, "an operator", default);
        Assert.Equal(0, (await PurgeAsync(At(SwedishTime.AddMonths(Now, PurgeLimits.EvidenceMonths)))).Evidence);
        Assert.Single(await Stores.Holds.ListAsync(Customer, default));
        Assert.Equal(1, (await PurgeAsync(At(SwedishTime.AddMonths(Now, PurgeLimits.EvidenceMonths).AddSeconds(1)))).Evidence);
        Assert.Empty(await Stores.Holds.ListAsync(Customer, default));
    }

    [Fact]
    public async Task The_record_of_an_erasure_is_forgotten_after_25_months()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        Assert.Equal(0, (await PurgeAsync(At(SwedishTime.AddMonths(Now, PurgeLimits.ErasureMonths)))).Evidence);
        Assert.Equal(1, (await PurgeAsync(At(SwedishTime.AddMonths(Now, PurgeLimits.ErasureMonths).AddSeconds(1)))).Evidence);
        Assert.Empty(await Retention.Evidence.ErasuresAsync(Customer, Now, Now.AddDays(1), default));
    }

    [Fact]
    public async Task A_closed_file_loses_its_name_after_30_days()
    {
        await StoreAsync(Lease, "ORD_Anna.csv");
        await Stores.Inbox.CloseAsync(Customer, Assert.Single(await Stores.Inbox.StoredAsync(Customer, 10, default)), Now, default);
        await PurgeAsync(At(Now + PurgeLimits.FileNameTime));
        Assert.Equal("ORD_Anna.csv", await NameAsync());
        await PurgeAsync(At(Now + PurgeLimits.FileNameTime + TimeSpan.FromSeconds(1)));
        Assert.StartsWith("ORD-", await NameAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_whose_cards_never_came_are_destroyed_after_an_hour()
    {
        await LeaveKeysAsync(Guid.CreateVersion7(), Now);
        Assert.Equal(0, await SweepAsync(Now + PurgeLimits.UncertainOrderTime - TimeSpan.FromSeconds(1)));
        Assert.Equal(1, await SweepAsync(Now + PurgeLimits.UncertainOrderTime));
        Assert.Equal(0, await SweepAsync(Now + PurgeLimits.UncertainOrderTime));
    }

    [Fact]
    public async Task Keys_whose_cards_came_stay()
    {
        await AddAsync(Ida);
        Assert.Equal(0, await SweepAsync(Now.AddDays(365)));
        var cards = new List<SealedCard>();
        await Retention.Register.ReadSealedAsync(Customer, cards.Add, default);
        Assert.NotNull(Assert.Single(cards).Key);
    }

    private static PurgeLimits At(DateTimeOffset now) => new() { Now = now, ContentsBefore = DateTimeOffset.MinValue };

    private Task<PurgeResult> PurgeAsync(PurgeLimits limits) => Retention.Purges.PurgeAsync(Customer, limits, default);

    private Task<int> SweepAsync(DateTimeOffset now) => Retention.Purges.SweepCardKeysAsync(Customer, At(now), default);

    private async Task<bool> IsKnownAsync(byte[] mac, string name)
    {
        await using var transaction = await Stores.Orders.BeginAsync(await ClaimAsync(Lease, name), default);
        return await transaction.FindContentAsync(mac, Now.AddDays(-1), default) is not null;
    }

    private async Task<string> NameAsync() =>
        Assert.Single((await Retention.Register.IncidentAsync(Customer, Now, Now.AddSeconds(1), default)).Files).Name;
}
