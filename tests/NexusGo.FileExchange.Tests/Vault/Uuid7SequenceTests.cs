using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public class Uuid7SequenceTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Every_id_carries_version_variant_and_the_clocks_millisecond()
    {
        var id = new Uuid7Sequence(clock).Next();

        Assert.Equal(7, id.Version);
        Assert.Equal(8, id.Variant & 0xC);
        Assert.StartsWith(clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture), id.ToString("N"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_rise_strictly_within_a_millisecond_past_the_counters_end_and_when_the_clock_steps_back()
    {
        var sequence = new Uuid7Sequence(clock);
        var ids = new Guid[10_000];
        sequence.Fill(ids);
        clock.AdjustTime(clock.GetUtcNow() - TimeSpan.FromHours(1));
        List<Guid> all = [.. ids, .. Enumerable.Range(0, 100).Select(_ => sequence.Next())];
        clock.Advance(TimeSpan.FromHours(2));
        all.Add(sequence.Next());

        for (var i = 1; i < all.Count; i++)
        {
            Assert.True(string.CompareOrdinal(all[i - 1].ToString("N"), all[i].ToString("N")) < 0);
        }
    }

    [Fact]
    public void Many_threads_never_get_the_same_id()
    {
        var sequence = new Uuid7Sequence(clock);
        var seen = new ConcurrentDictionary<Guid, bool>();

        Parallel.For(0, 20_000, _ => Assert.True(seen.TryAdd(sequence.Next(), true)));
    }
}
