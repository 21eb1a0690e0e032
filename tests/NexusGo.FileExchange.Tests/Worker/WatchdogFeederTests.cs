using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>The service manager, played by a socket, and a worker whose jobs move or stand still.</summary>
public sealed class WatchdogFeederTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
    private readonly JobOutcomes outcomes;
    private long received;
    private readonly Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };

    public WatchdogFeederTests()
    {
        outcomes = new JobOutcomes(time);
        manager.Bind(new UnixDomainSocketEndPoint(folder.PathOf("notify")));
    }

    public void Dispose()
    {
        manager.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_stuck_job_lets_the_signs_of_life_stop_and_one_that_moves_brings_them_back()
    {
        using var feeder = new WatchdogFeeder(outcomes, new ServiceNotifier(folder.PathOf("notify")), () => received, time);
        outcomes.Began("pick-up", "ACME");
        Assert.Equal("WATCHDOG=1", After(feeder, TimeSpan.Zero));

        // A long run may take its time; one that takes an hour while nobody else begins or ends stands still.
        Assert.Equal("WATCHDOG=1", After(feeder, TimeSpan.FromMinutes(59)));
        Assert.Equal("", After(feeder, TimeSpan.FromMinutes(2)));
        Assert.Equal("", After(feeder, TimeSpan.FromMinutes(2)));
        outcomes.Began("pick-up", "BETA");
        Assert.Equal("WATCHDOG=1", After(feeder, WatchdogFeeder.Interval));
    }

    [Fact]
    public void A_file_that_comes_slowly_is_no_run_that_stands_still()
    {
        using var feeder = new WatchdogFeeder(outcomes, new ServiceNotifier(folder.PathOf("notify")), () => received, time);
        outcomes.Began("pick-up", "ACME");
        for (var hours = 0; hours < 6; hours++)
        {
            Assert.Equal("WATCHDOG=1", After(feeder, TimeSpan.FromMinutes(59)));
            received++;
        }
    }

    [Fact]
    public async Task It_looks_by_itself_from_the_start()
    {
        using var feeder = new WatchdogFeeder(outcomes, new ServiceNotifier(folder.PathOf("notify")), () => received, time);
        await feeder.StartAsync(CancellationToken.None);
        Assert.Equal("WATCHDOG=1", Receive());
        await feeder.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(0, 0, false, true)]
    [InlineData(1, 24 * 60, false, true)]
    [InlineData(1, 58, true, true)]
    [InlineData(1, 61, true, false)]
    [InlineData(3, 1, false, false)]
    [InlineData(3, 1, true, false)]
    public void Jobs_move_while_the_loop_turns_and_no_run_stands_still(int minutesWithoutTurn, int minutesOfRun, bool isRunning,
        bool isMoving)
    {
        outcomes.Began("pick-up", "ACME");
        if (!isRunning)
        {
            outcomes.Ended("pick-up", "ACME");
        }

        time.Advance(TimeSpan.FromMinutes(minutesOfRun));
        outcomes.NoteTurn();
        time.Advance(TimeSpan.FromMinutes(minutesWithoutTurn));
        Assert.Equal(isMoving, outcomes.IsMoving);
    }

    /// <summary>What the service manager hears when time went by, in which the loop over the areas turned.</summary>
    private string After(WatchdogFeeder feeder, TimeSpan elapsed)
    {
        time.Advance(elapsed);
        outcomes.NoteTurn();
        feeder.Look();
        return manager.Available > 0 ? Receive() : "";
    }

    private string Receive()
    {
        var datagram = new byte[100];
        return Encoding.ASCII.GetString(datagram, 0, manager.Receive(datagram));
    }
}
