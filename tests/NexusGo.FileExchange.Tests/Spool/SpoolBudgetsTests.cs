using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Tests.Spool;

[Trait("Attack", "20.4 junk fills the disk")]
public sealed class SpoolBudgetsTests
{
    private readonly SpoolBudgets budgets = new();

    [Fact]
    public async Task Who_has_used_up_its_budget_waits_in_turn_and_nobody_else_does()
    {
        var first = await ReserveAsync("LOUD", 60);
        var second = ReserveAsync("LOUD", 60);
        var third = ReserveAsync("LOUD", 10);
        Assert.False(second.IsCompleted);
        Assert.False(third.IsCompleted);
        Assert.True(ReserveAsync("QUIET", 100).IsCompletedSuccessfully);

        first.Dispose();
        first.Dispose();
        var room = await second;
        await third;
        Assert.False(ReserveAsync("LOUD", 31).IsCompleted);
        room.Dispose();
    }

    [Fact]
    public async Task A_file_larger_than_the_whole_budget_goes_alone()
    {
        var huge = await ReserveAsync("A", 1000);
        var small = ReserveAsync("A", 1);
        Assert.False(small.IsCompleted);
        huge.Dispose();
        (await small).Dispose();
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_leaves_the_turn_to_the_next()
    {
        var first = await ReserveAsync("A", 60);
        using var stopping = new CancellationTokenSource();
        var second = budgets.ReserveAsync("A", 90, 100, stopping.Token);
        var third = ReserveAsync("A", 30);
        Assert.False(third.IsCompleted);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        (await third).Dispose();
        first.Dispose();
        (await ReserveAsync("A", 100)).Dispose();
    }

    [Fact]
    public void Below_the_floor_nothing_is_taken_in_and_each_change_is_told_once()
    {
        var free = 50L;
        var log = new Ids();
        var floor = new DiskFloor("/data", 40, log, _ => free);
        Assert.True(floor.HasRoom());
        free = 39;
        Assert.False(floor.HasRoom());
        Assert.False(floor.HasRoom());
        free = 40;
        Assert.True(floor.HasRoom());
        Assert.True(floor.HasRoom());
        Assert.Equal([2902, 2903], log.Seen);
        Assert.True(new DiskFloor("/data", 0, log, _ => throw new InvalidOperationException()).HasRoom());
    }

    private Task<IDisposable> ReserveAsync(string customer, long bytes) =>
        budgets.ReserveAsync(customer, bytes, 100, CancellationToken.None);

    private sealed class Ids : ILogger<DiskFloor>
    {
        public List<int> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Seen.Add(eventId.Id);
    }
}
