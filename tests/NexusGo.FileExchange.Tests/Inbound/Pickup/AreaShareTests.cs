using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>How areas spread over workers: on leases in memory, renewed in turn.</summary>
public sealed class AreaShareTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly InMemoryExchange exchange;
    private readonly List<CustomerId> areas = [.. Enumerable.Range(0, 100).Select(n => new CustomerId($"C{n}"))];

    public AreaShareTests() => exchange = new InMemoryExchange { Clock = clock };

    [Theory]
    [InlineData(100, 1, 100)]
    [InlineData(100, 3, 34)]
    [InlineData(2, 4, 1)]
    [InlineData(0, 2, 0)]
    public void The_share_is_rounded_up(int areaCount, int workers, int most) => Assert.Equal(most, AreaShare.MostOf(areaCount, workers));

    [Fact]
    public async Task Areas_spread_evenly_when_workers_come_and_go()
    {
        var one = new Worker("one", this);
        await RoundsAsync(2, one);
        Assert.Equal(100, one.Count);

        var (two, three) = (new Worker("two", this), new Worker("three", this));
        await RoundsAsync(4, one, two, three);
        Assert.All([one, two, three], worker => Assert.InRange(worker.Count, 32, 34));
        Assert.Equal(100, one.Count + two.Count + three.Count);

        // One is gone without a word: its areas are free when its leases and its sign of life have ended.
        clock.Advance(LeaseOptions.DefaultDuration + TimeSpan.FromSeconds(1));
        await RoundsAsync(3, two, three);
        Assert.Equal((50, 50), (two.Count, three.Count));
    }

    [Fact]
    public async Task An_area_that_is_not_served_any_more_is_given_back()
    {
        var one = new Worker("one", this);
        await RoundsAsync(2, one);
        areas.RemoveAt(0);
        await RoundsAsync(1, one);
        Assert.Equal(99, one.Count);
    }

    [Fact]
    public async Task A_renewal_tells_when_an_area_was_last_ours_and_says_nothing_of_others()
    {
        await exchange.Leases.TryTakeAsync(areas[0], new WorkerIdentity("two").Owner, LeaseOptions.DefaultDuration, default);
        var identity = new WorkerIdentity("one");
        var share = new AreaShare(exchange.Leases, new LeaseOptions(), identity, clock);
        Assert.Null(share.RenewedAt(areas[1]));
        await exchange.Leases.TryTakeAsync(areas[1], identity.Owner, LeaseOptions.DefaultDuration, default);
        await share.RenewAsync(areas, CancellationToken.None);
        Assert.Null(share.RenewedAt(areas[0]));
        Assert.Equal(clock.GetTimestamp(), share.RenewedAt(areas[1]));
    }

    private async Task RoundsAsync(int rounds, params Worker[] workers)
    {
        for (var i = 0; i < rounds; i++)
        {
            foreach (var worker in workers)
            {
                await worker.RoundAsync();
            }

            clock.Advance(TimeSpan.FromSeconds(3));
        }
    }

    /// <summary>Visits what it may, as the polling does.</summary>
    private sealed class Worker(string name, AreaShareTests site)
    {
        private readonly WorkerIdentity identity = new(name);
        private readonly Dictionary<CustomerId, AreaLease> taken = [];
        private AreaShare? share;

        public int Count => site.exchange.LeaseRows.Values.Count(row => row.Owner == identity.Owner && row.Until > site.clock.GetUtcNow());

        public async Task RoundAsync()
        {
            share ??= new AreaShare(site.exchange.Leases, new LeaseOptions(), identity, site.clock);
            foreach (var surplus in await share.RenewAsync(site.areas, CancellationToken.None))
            {
                await site.exchange.Leases.ReturnAsync(taken[surplus], CancellationToken.None);
            }

            foreach (var area in site.areas.Where(share.MayVisit))
            {
                if (await site.exchange.Leases.TryTakeAsync(area, identity.Owner, LeaseOptions.DefaultDuration, CancellationToken.None)
                    is { } lease)
                {
                    taken[area] = lease;
                }
            }
        }
    }
}
