using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class KeyVaultTests
{
    private static readonly CustomerId Acme = TestVault.Acme;

    [Fact]
    public async Task A_customer_gets_one_key_per_purpose_on_first_use_and_keeps_them()
    {
        var store = new InMemoryCustomerKeyStore();
        using var vault = TestVault.Create(store);

        var first = await vault.OpenAsync(Acme, default);
        var second = await vault.OpenAsync(Acme, default);

        Assert.Same(first, second);
        Assert.Equal([KeyPurpose.Cards, KeyPurpose.Reports, KeyPurpose.Index], store.All.Select(key => key.Purpose).Order());
        Assert.All(store.All, key => Assert.Equal(60, key.WrappedKey.Length));
    }

    [Fact]
    public async Task Another_process_opens_what_the_first_one_sealed_and_finds_the_same_indexes()
    {
        var store = new InMemoryCustomerKeyStore();
        using var before = TestVault.Create(store);
        using var after = TestVault.Create(store);
        var card = Guid.NewGuid();
        var one = await before.OpenAsync(Acme, default);
        var other = await after.OpenAsync(Acme, default);
        Assert.Equal("x", Open(other, Seal(one, card)));
        Assert.Equal(one.Index(IndexKind.Person, "1"u8), other.Index(IndexKind.Person, "1"u8));
    }

    [Fact]
    public async Task Two_workers_that_meet_a_new_customer_at_once_end_with_the_same_keys()
    {
        var store = new RacingKeyStore(parties: 2);
        using var one = TestVault.Create(store);
        using var other = TestVault.Create(store);

        var opened = await Task.WhenAll(one.OpenAsync(Acme, default), other.OpenAsync(Acme, default)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(opened[0].CardKeyId, opened[1].CardKeyId);
        Assert.Equal(opened[0].Index(IndexKind.Person, "1"u8), opened[1].Index(IndexKind.Person, "1"u8));
        Assert.Equal(3, store.Inner.All.Count);
    }

    [Fact]
    public async Task The_live_key_seals_and_a_retired_one_still_opens()
    {
        var store = new InMemoryCustomerKeyStore();
        using var before = TestVault.Create(store);
        var old = await before.OpenAsync(Acme, default);
        await RotateAsync(store);
        var card = Seal(old, Guid.NewGuid());

        using var after = TestVault.Create(store);
        var rotated = await after.OpenAsync(Acme, default);

        Assert.NotEqual(old.CardKeyId, rotated.CardKeyId);
        Assert.Equal(rotated.CardKeyId, Seal(rotated, Guid.NewGuid()).Key!.CustomerKeyId);
        Assert.Equal("x", Open(rotated, card));
    }

    [Fact]
    public async Task A_worker_that_meets_a_key_made_since_reads_the_customers_keys_again()
    {
        var store = new InMemoryCustomerKeyStore();
        using var vault = TestVault.Create(store);
        var before = await vault.OpenAsync(Acme, default);
        await RotateAsync(store);
        using var other = TestVault.Create(store);
        var card = Seal(await other.OpenAsync(Acme, default), Guid.NewGuid());

        var failure = Assert.Throws<FileExchangeException>(() => Open(before, card));
        Assert.Equal((FailureReason.CustomerKeyRotated, true), (failure.Reason, failure.IsTransient));

        Assert.Equal("x", Open(await vault.OpenAsync(Acme, default), card));
    }

    [Fact]
    public async Task Another_master_key_says_which_source_is_wrong_and_opens_nothing()
    {
        var store = new InMemoryCustomerKeyStore();
        using var right = TestVault.Create(store, masterFill: 1);
        await right.OpenAsync(Acme, default);
        using var wrong = TestVault.Create(store, masterFill: 2);

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => wrong.OpenAsync(Acme, default));

        Assert.Equal(FailureReason.SecretUnavailable, refused.Reason);
        Assert.Contains("master key from a test", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, store.All.Count);
    }

    public static TheoryData<string> Changes => ["purpose", "customer", "id", "bytes"];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_stored_key_put_in_another_place_or_changed_does_not_open(string change)
    {
        var store = new InMemoryCustomerKeyStore();
        using (var vault = TestVault.Create(store))
        {
            await vault.OpenAsync(Acme, default);
        }

        var cards = store.All.Single(key => key.Purpose == KeyPurpose.Cards);
        var bytes = cards.WrappedKey.ToArray();
        bytes[20] ^= 1;
        store.Replace(cards, change switch
        {
            "purpose" => cards with { Purpose = KeyPurpose.Index },
            "customer" => cards with { Customer = new CustomerId("OTHER") },
            "id" => cards with { KeyId = Guid.NewGuid() },
            _ => cards with { WrappedKey = bytes },
        });

        using var after = TestVault.Create(store);
        var customer = change == "customer" ? new CustomerId("OTHER") : Acme;
        await Assert.ThrowsAsync<FileExchangeException>(() => after.OpenAsync(customer, default));
    }

    [Fact]
    public async Task Nothing_prints_key_material()
    {
        var store = new InMemoryCustomerKeyStore();
        using var vault = TestVault.Create(store);
        var opened = await vault.OpenAsync(Acme, default);
        using var secret = SecretBytes.CreateRandom();
        using var master = TestVault.MasterKey();

        string[] printed = [.. store.All.Select(key => key.ToString()), opened.ToString(), secret.ToString(), master.ToString()];

        Assert.All(printed, text => Assert.DoesNotContain("0707", text, StringComparison.Ordinal));
        Assert.DoesNotContain(Convert.ToHexString(secret.Span), string.Concat(printed), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("[secret]", secret.ToString());
        Assert.DoesNotContain("WrappedKey", string.Concat(printed), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_secret_is_zero_and_refuses_to_be_used()
    {
        var secret = SecretBytes.CreateRandom();
        var bytes = secret.Span;

        secret.Dispose();

        Assert.Equal(new byte[32], bytes.ToArray());
        Assert.Throws<ObjectDisposedException>(() => secret.Span.Length);
    }

    private static async Task RotateAsync(InMemoryCustomerKeyStore store)
    {
        using var master = TestVault.MasterKey();
        var live = store.All.Single(key => key.Purpose == KeyPurpose.Cards);
        store.Replace(live, live with { RetiredAt = DateTimeOffset.UnixEpoch });
        Assert.True(await store.InsertAsync(CustomerKey.Create(master, Acme, KeyPurpose.Cards, DateTimeOffset.UnixEpoch), default));
    }

    private static SealedCard Seal(CustomerVault vault, Guid card)
    {
        using var sealer = vault.CreateSealer();
        var (content, wrapped) = (new byte[1 + CardSealer.SealOverhead], new byte[CardSealer.WrappedKeyLength]);
        sealer.Seal(card, "x"u8, content, wrapped);
        return new SealedCard(card, content, new WrappedCardKey(sealer.CustomerKeyId, wrapped));
    }

    private static string Open(CustomerVault vault, SealedCard card)
    {
        using var opener = new CardOpener(vault);
        var content = new byte[1];
        opener.Open(card, content);
        return Encoding.UTF8.GetString(content);
    }

    /// <summary>Lets nobody insert before everybody has read an empty store.</summary>
    private sealed class RacingKeyStore(int parties) : ICustomerKeyStore
    {
        private readonly TaskCompletionSource allHaveRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int reads;

        public InMemoryCustomerKeyStore Inner { get; } = new();

        public async Task<IReadOnlyList<CustomerKey>> GetAsync(CustomerId customer, CancellationToken cancellationToken)
        {
            var keys = await Inner.GetAsync(customer, cancellationToken);
            if (Interlocked.Increment(ref reads) == parties)
            {
                allHaveRead.SetResult();
            }

            await allHaveRead.Task.WaitAsync(cancellationToken);
            return keys;
        }

        public Task<bool> InsertAsync(CustomerKey key, CancellationToken cancellationToken) => Inner.InsertAsync(key, cancellationToken);

        public Task ReplaceWrappingAsync(CustomerKey stored, CustomerKey rewrapped, CancellationToken cancellationToken) =>
            Inner.ReplaceWrappingAsync(stored, rewrapped, cancellationToken);

        public Task ReplaceLiveAsync(CustomerKey fresh, DateTimeOffset now, CancellationToken cancellationToken) =>
            Inner.ReplaceLiveAsync(fresh, now, cancellationToken);

        public Task<int> DestroyAsync(CustomerId customer, KeyPurpose purpose, CancellationToken cancellationToken) =>
            Inner.DestroyAsync(customer, purpose, cancellationToken);

        public Task<IReadOnlyList<(string MasterKeyCheck, CustomerId Customer)>> WrappedByAsync(CancellationToken cancellationToken) =>
            Inner.WrappedByAsync(cancellationToken);
    }
}
