using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Testing.Journey;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>
/// What every removal of remnants does. That no byte is left is looked for in the files of a server, by the tests of the vault. All
/// customers share the tables, so each test has hours of its own.
/// </summary>
public abstract class RemnantsContract : RetentionContract
{
    private static int tests;

    private readonly DateTimeOffset start = Now.AddHours(2 * Interlocked.Increment(ref tests));

    /// <summary>Keeps what was erased in view of an older transaction, until it is disposed.</summary>
    private protected abstract Task<IAsyncDisposable> HoldAsync();

    [Fact]
    public async Task Remnants_are_removed_once_after_an_erasure()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await RemoveAsync(start);
        await RemoveAsync(start.AddHours(1));
        Assert.Equal([start], await RewrittenAsync());
    }

    [Fact]
    public async Task Not_every_customers_night_writes_the_tables_anew()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await RemoveAsync(start);
        await EraseAsync((await AddAsync(Bo)).CardId);
        await RemoveAsync(start + RemnantRemoval.Pause - TimeSpan.FromSeconds(1));
        Assert.Equal([start, null], await RewrittenAsync());
        await RemoveAsync(start + RemnantRemoval.Pause);
        Assert.Equal([start, start + RemnantRemoval.Pause], await RewrittenAsync());
    }

    [Fact]
    public async Task What_somebody_may_still_look_at_stays_and_goes_the_next_time()
    {
        var (card, _) = await AddAsync(Ida);
        await using (await HoldAsync())
        {
            await EraseAsync(card);
            Assert.False(await Retention.Remnants.RemoveAsync(start, default));
            Assert.Equal([null], await RewrittenAsync());
        }

        await RemoveAsync(start);
        Assert.Equal([start], await RewrittenAsync());
    }

    /// <summary>Tries until it succeeds: a server's own housekeeping looks at the tables for a moment now and then.</summary>
    private Task RemoveAsync(DateTimeOffset now) => Until.TrueAsync(() => Retention.Remnants.RemoveAsync(now, default),
        TimeSpan.FromSeconds(60), () => "The remnants stay.");

    private async Task<IEnumerable<DateTimeOffset?>> RewrittenAsync() =>
        (await Retention.Evidence.ErasuresAsync(Customer, Now, Now.AddDays(1), default)).Select(record => record.ContentRewrittenAt)
            .OrderBy(at => at ?? DateTimeOffset.MaxValue);
}
