using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>How areas spread over workers: on leases in memory, renewed in turn.</summary>
public sealed class AreaShareTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly LeasesInMemory leases = new();
    private readonly List<CustomerId> areas = [.. Enumerable.Range(0, 100).Select(n => new CustomerId($"C{n}"))];

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
    public async Task A_renewal_tells_until_when_an_area_is_ours_and_says_nothing_of_others()
    {
        await leases.TryTakeAsync(areas[0], new WorkerIdentity("two").Owner, clock.GetUtcNow(), LeaseOptions.DefaultDuration, default);
        var identity = new WorkerIdentity("one");
        var share = new AreaShare(leases, new LeaseOptions(), identity, clock);
        Assert.Null(share.RenewedUntil(areas[1]));
        await leases.TryTakeAsync(areas[1], identity.Owner, clock.GetUtcNow(), LeaseOptions.DefaultDuration, default);
        await share.RenewAsync(areas, CancellationToken.None);
        Assert.Null(share.RenewedUntil(areas[0]));
        Assert.Equal(clock.GetUtcNow() + LeaseOptions.DefaultDuration, share.RenewedUntil(areas[1]));
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
        private AreaShare? share;

        public int Count => site.leases.Of(identity.Owner, site.clock.GetUtcNow());

        public async Task RoundAsync()
        {
            share ??= new AreaShare(site.leases, new LeaseOptions(), identity, site.clock);
            foreach (var surplus in await share.RenewAsync(site.areas, CancellationToken.None))
            {
                site.leases.Return(surplus);
            }

            foreach (var area in site.areas.Where(share.MayVisit))
            {
                await site.leases.TryTakeAsync(area, identity.Owner, site.clock.GetUtcNow(), LeaseOptions.DefaultDuration,
                    CancellationToken.None);
            }
        }
    }

    private sealed class LeasesInMemory : ILeaseStore
    {
        private readonly Dictionary<CustomerId, (string Owner, DateTimeOffset Until)> held = [];
        private readonly Dictionary<string, DateTimeOffset> alive = [];

        public int Of(string owner, DateTimeOffset now) => held.Values.Count(lease => lease.Owner == owner && lease.Until > now);

        public void Return(CustomerId area) => held[area] = (held[area].Owner, default);

        public Task<AreaLease?> TryTakeAsync(CustomerId customer, string owner, DateTimeOffset now, TimeSpan duration,
            CancellationToken cancellationToken)
        {
            if (held.TryGetValue(customer, out var lease) && lease.Owner != owner && lease.Until > now)
            {
                return Task.FromResult<AreaLease?>(null);
            }

            held[customer] = (owner, now + duration);
            return Task.FromResult<AreaLease?>(new AreaLease(customer, owner, 1) { Until = now + duration });
        }

        public Task<LeaseOverview> RenewAllAsync(string owner, DateTimeOffset now, TimeSpan duration, CancellationToken cancellationToken)
        {
            alive[owner] = now + duration;
            foreach (var area in held.Where(one => one.Value.Owner == owner && one.Value.Until > now).Select(one => one.Key).ToList())
            {
                held[area] = (owner, now + duration);
            }

            var living = held.Where(one => one.Value.Until > now).ToLookup(one => one.Value.Owner == owner, one => one.Key);
            return Task.FromResult(new LeaseOverview(living[true].ToHashSet(), living[false].ToHashSet(),
                alive.Values.Count(until => until > now)));
        }

        public Task SignOffAsync(string owner, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task ReturnAsync(AreaLease lease, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
