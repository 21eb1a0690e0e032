using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Vault;

/// <summary>What every store of customer keys does: the double in memory and the database.</summary>
public abstract class CustomerKeyStoreContract : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly MasterKey master = TestVault.MasterKey();
    private readonly MasterKey next = TestVault.MasterKey(8);

    /// <summary>Customers of this test alone.</summary>
    protected CustomerId Customer { get; } = new($"C{Guid.NewGuid():N}"[..12].ToUpperInvariant());

    protected abstract ICustomerKeyStore Store { get; }

    public void Dispose()
    {
        master.Dispose();
        next.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_key_is_found_as_it_was_added_and_only_by_its_customer()
    {
        var key = Create();
        Assert.True(await Store.InsertAsync(key, default));

        var found = Assert.Single(await Store.GetAsync(Customer, default));
        Assert.Equal((key.KeyId, key.Purpose, key.CreatedAt, key.MasterKeyCheck),
            (found.KeyId, found.Purpose, found.CreatedAt, found.MasterKeyCheck));
        Assert.Equal(key.WrappedKey.ToArray(), found.WrappedKey.ToArray());
        Assert.Null(found.RetiredAt);
        Assert.Empty(await Store.GetAsync(new CustomerId("NOBODY"), default));
    }

    [Fact]
    public async Task A_second_live_key_of_a_purpose_is_not_added_and_one_of_another_purpose_is()
    {
        Assert.True(await Store.InsertAsync(Create(), default));
        Assert.False(await Store.InsertAsync(Create(), default));
        Assert.True(await Store.InsertAsync(Create(KeyPurpose.Index), default));
        Assert.Equal(2, (await Store.GetAsync(Customer, default)).Count);
    }

    [Fact]
    public async Task A_fresh_key_retires_the_live_one_of_its_purpose_alone()
    {
        var (old, other, fresh) = (Create(), Create(KeyPurpose.Reports), Create());
        await Store.InsertAsync(old, default);
        await Store.InsertAsync(other, default);

        await Store.ReplaceLiveAsync(fresh, Now, default);

        var keys = (await Store.GetAsync(Customer, default)).ToDictionary(key => key.KeyId, key => key.RetiredAt);
        Assert.Equal(new Dictionary<Guid, DateTimeOffset?> { [old.KeyId] = Now, [other.KeyId] = null, [fresh.KeyId] = null }, keys);
    }

    [Fact]
    public async Task Another_wrapping_takes_the_place_of_the_one_it_was_made_of_and_of_no_other()
    {
        var key = Create();
        await Store.InsertAsync(key, default);
        using var both = new MasterKey(SecretBytes.CopyOf(Enumerable.Repeat((byte)8, 32).ToArray()),
            "a test") { Former = TestVault.MasterKey() };
        var (first, second) = (key.Rewrap(both), key.Rewrap(both));

        await Store.ReplaceWrappingAsync(key, first, default);
        await Store.ReplaceWrappingAsync(key, second, default);

        var found = Assert.Single(await Store.GetAsync(Customer, default));
        Assert.Equal(first.WrappedKey.ToArray(), found.WrappedKey.ToArray());
        Assert.Equal(next.CheckValue, found.MasterKeyCheck);
        Assert.Contains((next.CheckValue, Customer), await Store.WrappedByAsync(default));
        Assert.DoesNotContain((master.CheckValue, Customer), await Store.WrappedByAsync(default));
    }

    [Fact]
    public async Task Keys_of_a_purpose_are_destroyed_live_and_retired()
    {
        await Store.InsertAsync(Create(), default);
        await Store.ReplaceLiveAsync(Create(), Now, default);
        await Store.InsertAsync(Create(KeyPurpose.Index), default);

        Assert.Equal(2, await Store.DestroyAsync(Customer, KeyPurpose.Cards, default));
        Assert.Equal(0, await Store.DestroyAsync(Customer, KeyPurpose.Cards, default));
        Assert.Equal(KeyPurpose.Index, Assert.Single(await Store.GetAsync(Customer, default)).Purpose);
    }

    private CustomerKey Create(KeyPurpose purpose = KeyPurpose.Cards) => CustomerKey.Create(master, Customer, purpose, Now);
}
