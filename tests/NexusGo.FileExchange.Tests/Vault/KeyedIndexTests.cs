using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class KeyedIndexTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void An_index_is_half_the_HMAC_of_the_kind_and_the_value(int length)
    {
        var value = RandomNumberGenerator.GetBytes(length);
        var keyBytes = RandomNumberGenerator.GetBytes(32);
        using var index = new KeyedIndex(SecretBytes.CopyOf(keyBytes));
        var actual = new byte[16];

        index.Compute(IndexKind.Person, value, actual);

        Assert.Equal(HMACSHA256.HashData(keyBytes, (byte[])[(byte)IndexKind.Person, .. value])[..16], actual);
    }

    [Fact]
    public async Task Equal_values_of_two_kinds_or_two_customers_have_unrelated_indexes()
    {
        using var vault = TestVault.Create();
        var acme = await vault.OpenAsync(new CustomerId("ACME"), default);
        var other = await vault.OpenAsync(new CustomerId("OTHER"), default);

        var indexes = Enum.GetValues<IndexKind>().Select(kind => acme.Index(kind, "A1"u8))
            .Append(other.Index(IndexKind.CustomerRef, "A1"u8)).Select(Convert.ToHexString).ToList();

        Assert.Equal(indexes.Count, indexes.Distinct().Count());
        Assert.Equal(indexes[0], Convert.ToHexString(acme.Index(IndexKind.CustomerRef, "A1"u8)));
    }

    [Fact]
    public async Task References_that_follow_each_other_have_nothing_in_common_in_their_indexes()
    {
        var vault = await TestVault.OpenAsync();
        var starts = Enumerable.Range(0, 1_000)
            .Select(n => Convert.ToHexString(vault.Index(IndexKind.CustomerRef, Encoding.ASCII.GetBytes($"EMP-{n:0000000}"))[..6]));

        Assert.Equal(1_000, starts.Distinct().Count());
    }

    [Fact]
    public async Task A_streamed_file_hash_does_not_depend_on_the_pieces_and_starts_with_the_index()
    {
        var vault = await TestVault.OpenAsync();
        var content = RandomNumberGenerator.GetBytes(100_000);
        using var whole = vault.CreateFileContentHash();
        using var pieces = vault.CreateFileContentHash();
        whole.Append(content);
        for (var at = 0; at < content.Length; at += 777)
        {
            pieces.Append(content.AsSpan(at, Math.Min(777, content.Length - at)));
        }

        var hash = whole.GetHash();

        Assert.Equal(32, hash.Length);
        Assert.Equal(hash, pieces.GetHash());
        Assert.Equal(hash[..16], vault.Index(IndexKind.FileContent, content));
    }

    [Fact]
    public async Task Many_threads_get_the_same_indexes_as_one()
    {
        var vault = await TestVault.OpenAsync();
        var expected = Enumerable.Range(0, 500)
            .Select(i => Convert.ToHexString(vault.Index(IndexKind.CustomerRef, BitConverter.GetBytes(i)))).ToArray();
        var actual = new string[500];

        Parallel.For(0, 500, i => actual[i] = Convert.ToHexString(vault.Index(IndexKind.CustomerRef, BitConverter.GetBytes(i))));

        Assert.Equal(expected, actual);
    }
}
