using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What the restore gate relies on: an entry of the journal is carried out again once, and its keys end with it.</summary>
public abstract class ErasureReplayContract : RetentionContract
{
    private const string Journal = "other-worker_2026-11";

    [Fact]
    public async Task An_entry_is_repeated_once_and_known_from_then_on()
    {
        var (card, number) = await AddAsync(Ida);
        var entry = EntryOf(3, card);
        Assert.Empty(await KnownAsync());
        Assert.Equal(1, await ReplayAsync(entry));
        Assert.Equal([3L], await KnownAsync());
        Assert.Equal([3L], await WithoutKeysAsync());
        Assert.Empty(await Retention.Register.CardsAsync(Customer, number, null, default));
        Assert.Equal(0, await ReplayAsync(entry));
        var record = Assert.Single(await Retention.Evidence.ErasuresAsync(Customer, entry.At, Now, default));
        Assert.Equal((entry.At, Now, "REQUEST", Journal, 3L),
            (record.ErasedAt, record.RepeatedAt, record.Cause, record.Journal, record.EntryNo));
    }

    [Fact]
    public async Task An_entry_whose_cards_are_gone_becomes_known()
    {
        var (card, _) = await AddAsync(Ida);
        await EraseAsync(card);
        Assert.Equal(0, await ReplayAsync(EntryOf(4, card)));
        Assert.Equal([4L], await KnownAsync());
    }

    [Fact]
    public async Task Keys_are_destroyed_without_an_erasure()
    {
        var (card, number) = await AddAsync(Ida);
        for (var twice = 0; twice < 2; twice++)
        {
            await Retention.Replay.DestroyKeysAsync(Customer, Journal, EntryOf(5, card), default);
            Assert.Empty(await KnownAsync());
            Assert.Equal([5L], await WithoutKeysAsync());
        }

        Assert.Single(await Retention.Register.CardsAsync(Customer, number, null, default));
        var sealedCards = new List<SealedCard>();
        await Retention.Register.ReadSealedAsync(Customer, sealedCards.Add, default);
        Assert.Null(Assert.Single(sealedCards).Key);
    }

    [Fact]
    public async Task Entries_of_other_journals_and_customers_are_not_mixed_up()
    {
        var (card, number) = await AddAsync(Ida);
        var other = new CustomerId(CustomerIds.Next("STO"));
        Assert.Equal(0, await Retention.Replay.ReplayAsync(other, Journal, EntryOf(6, card), default));
        Assert.Single(await Retention.Register.CardsAsync(Customer, number, null, default));
        Assert.Empty(await KnownAsync());
        await ReplayAsync(EntryOf(7, card));
        Assert.Empty(await Retention.Replay.KnownAsync(Customer, "another_2026-11", default));
        Assert.Empty(await Retention.Replay.WithoutKeysAsync(Customer, "another_2026-11", default));
    }

    private JournalEntry EntryOf(long number, params Guid[] cards) => new()
    {
        Number = number, At = Now.AddDays(-2), Kind = JournalEntryKind.Erase, Customer = Customer.Value, Cause = ErasureCause.Request,
        Cards = cards,
    };

    private Task<int> ReplayAsync(JournalEntry entry) => Retention.Replay.ReplayAsync(Customer, Journal, entry, default);

    private async Task<IReadOnlyList<long>> KnownAsync() => [.. await Retention.Replay.KnownAsync(Customer, Journal, default)];

    private async Task<IReadOnlyList<long>> WithoutKeysAsync() => [.. await Retention.Replay.WithoutKeysAsync(Customer, Journal, default)];
}
