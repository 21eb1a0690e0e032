using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class MasterKeyRotationTests
{
    [Fact]
    public void The_check_value_tells_master_keys_apart_and_is_no_part_of_them()
    {
        using var one = TestVault.MasterKey(1);
        using var same = TestVault.MasterKey(1);
        using var other = TestVault.MasterKey(2);

        Assert.Equal(16, one.CheckValue.Length);
        Assert.Equal(one.CheckValue, same.CheckValue);
        Assert.NotEqual(one.CheckValue, other.CheckValue);
        Assert.DoesNotContain("0101", one.CheckValue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_the_right_master_key_or_with_nothing_stored_is_let_through_and_with_a_wrong_one_is_not()
    {
        var store = new InMemoryCustomerKeyStore();
        using var right = TestVault.MasterKey(1);
        using var wrong = TestVault.MasterKey(2);
        await new MasterKeyRotation(wrong, store).CheckAsync(default);
        using (var vault = TestVault.Create(store, masterFill: 1))
        {
            await vault.OpenAsync(TestVault.Acme, default);
        }

        await new MasterKeyRotation(right, store).CheckAsync(default);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => new MasterKeyRotation(wrong, store).CheckAsync(default));

        Assert.Equal(FailureReason.MasterKeyWrong, failure.Reason);
        Assert.Contains("ACME", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_key_is_wrapped_anew_once_and_opens_with_the_new_master_key_alone()
    {
        var store = new InMemoryCustomerKeyStore();
        using (var vault = TestVault.Create(store, masterFill: 1))
        {
            await vault.OpenAsync(TestVault.Acme, default);
            await vault.OpenAsync(new CustomerId("OTHER"), default);
        }

        var before = store.All.ToDictionary(key => key.KeyId, key => key.WrappedKey);
        using var fresh = new MasterKey(SecretBytes.CopyOf(Enumerable.Repeat((byte)2, 32).ToArray()),
            "a test") { Former = TestVault.MasterKey(1) };
        var told = new List<(int, int)>();
        Assert.Equal(2, await new MasterKeyRotation(fresh, store).RunAsync((done, total) => told.Add((done, total)), default));
        Assert.Equal([(0, 2), (1, 2), (2, 2)], told);
        Assert.Equal(0, await new MasterKeyRotation(fresh, store).RunAsync((_, _) => { }, default));

        Assert.All(store.All, key => Assert.NotEqual(before[key.KeyId].ToArray(), key.WrappedKey.ToArray()));
        using var after = TestVault.Create(store, masterFill: 2);
        await after.OpenAsync(TestVault.Acme, default);
        await after.OpenAsync(new CustomerId("OTHER"), default);
    }
}
