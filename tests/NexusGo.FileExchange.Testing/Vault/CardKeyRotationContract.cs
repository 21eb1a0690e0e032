using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>
/// What every store of wrapped card keys does while a customer gets a new key: <see cref="CustomerKeyRotation"/> runs on it.
/// </summary>
public abstract class CardKeyRotationContract : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly MasterKey master = TestVault.MasterKey();
    private readonly CustomerId customer = new(CustomerIds.Next("ROT"));
    private KeyVault? vaults;

    private protected abstract ICustomerKeyStore CustomerKeys { get; }

    private protected abstract ICardKeyRotationStore Store { get; }

    private protected abstract Task AddAsync(CustomerId of, Guid cardId, WrappedCardKey key);

    /// <summary>Removes a key, as an erasure does.</summary>
    private protected abstract Task RemoveAsync(Guid cardId);

    private protected abstract Task<WrappedCardKey?> FindAsync(Guid cardId);

    public virtual void Dispose()
    {
        vaults?.Dispose();
        master.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Every_card_opens_afterwards_and_the_old_key_is_gone()
    {
        var cards = await SealAsync(3);
        var before = Assert.Single(await CardKeysAsync());
        Assert.Equal(3, await RotateAsync());
        var after = Assert.Single(await CardKeysAsync());
        Assert.NotEqual(before, after);
        var vault = await Vaults().OpenAsync(customer, default);
        using var opener = new CardOpener(vault);
        foreach (var (cardId, content) in cards)
        {
            var key = (await FindAsync(cardId))!;
            Assert.Equal(after, key.CustomerKeyId);
            var clear = new byte[CardOpener.ContentLength(content)];
            opener.Open(new SealedCard(cardId, content, key), clear);
            Assert.Equal(cardId.ToByteArray(), clear);
        }
    }

    [Fact]
    public async Task What_was_stopped_half_way_goes_on_with_the_rest_and_the_old_key_stays_until_then()
    {
        var cards = (await SealAsync(3)).Keys.Order().ToList();
        var vault = await Vaults().OpenAsync(customer, default);
        using var opener = new CardOpener(vault);
        await CustomerKeys.ReplaceLiveAsync(CustomerKey.Create(master, customer, KeyPurpose.Cards, Now), Now, default);
        vault.MarkStale();
        vault = await Vaults().OpenAsync(customer, default);
        using var sealer = vault.CreateSealer();

        Assert.Equal(3, await Store.CountUnderOthersAsync(customer, vault.CardKeyId, default));
        var some = await Store.UnderOthersAsync(customer, vault.CardKeyId, 2, default);
        Assert.Equal(cards[..2], some.Select(one => one.CardId));
        await Store.ReplaceAsync(customer, vault.CardKeyId, [(cards[0], opener.Rewrap(cards[0], some[0].Key, sealer))], Now, default);
        Assert.False(await Store.DestroyRetiredAsync(customer, default));
        Assert.Equal(2, (await CardKeysAsync()).Count);
        Assert.Equal(2, await RotateAsync());
        Assert.Single(await CardKeysAsync());
    }

    [Fact]
    public async Task A_card_erased_meanwhile_stays_without_a_key()
    {
        var card = Assert.Single((await SealAsync(1)).Keys);
        await RemoveAsync(card);
        await Store.ReplaceAsync(customer, Guid.CreateVersion7(), [(card, new byte[60])], Now, default);
        Assert.Null(await FindAsync(card));
    }

    [Fact]
    public async Task Another_customers_keys_are_left_alone()
    {
        var (card, other) = (Guid.CreateVersion7(), new CustomerId(CustomerIds.Next("ROT")));
        var key = new WrappedCardKey(Guid.CreateVersion7(), new byte[60]);
        await AddAsync(other, card, key);
        await SealAsync(1);
        Assert.Equal(1, await RotateAsync());
        Assert.Equal(key.CustomerKeyId, (await FindAsync(card))!.CustomerKeyId);
    }

    private KeyVault Vaults() => vaults ??= new KeyVault(master, CustomerKeys, TimeProvider.System, NullLogger<KeyVault>.Instance);

    private Task<long> RotateAsync() => new CustomerKeyRotation(master, Vaults(), CustomerKeys, Store, TimeProvider.System)
        .RunAsync(customer, (_, _) => { }, default);

    private async Task<IReadOnlyList<Guid>> CardKeysAsync() =>
        [.. (await CustomerKeys.GetAsync(customer, default)).Where(key => key.Purpose == KeyPurpose.Cards).Select(key => key.KeyId)];

    /// <summary>Seals cards and stores their keys: ids and sealed contents. Each card holds its own id.</summary>
    private async Task<Dictionary<Guid, byte[]>> SealAsync(int cards)
    {
        var vault = await Vaults().OpenAsync(customer, default);
        using var sealer = vault.CreateSealer();
        var made = new Dictionary<Guid, byte[]>();
        for (var i = 0; i < cards; i++)
        {
            var (cardId, wrapped) = (Guid.CreateVersion7(), new byte[CardSealer.WrappedKeyLength]);
            var content = new byte[16 + CardSealer.SealOverhead];
            sealer.Seal(cardId, cardId.ToByteArray(), content, wrapped);
            await AddAsync(customer, cardId, new WrappedCardKey(sealer.CustomerKeyId, wrapped));
            made.Add(cardId, content);
        }

        return made;
    }
}
