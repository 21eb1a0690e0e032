using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

public sealed class ConnectTurnsTests
{
    private static readonly RemoteSettings Shared = new() { Host = "sftp.example", Port = 22 };

    [Theory]
    [InlineData(1, 8)]
    [InlineData(4, 2)]
    [InlineData(20, 1)]
    public async Task A_server_is_not_asked_for_more_sessions_at_once_than_all_workers_together_may_open(int workers, int atOnce)
    {
        var turns = new ConnectTurns(new Fleet(workers));
        var taken = Enumerable.Range(0, 1_000).Select(_ => turns.TakeAsync(Shared, CancellationToken.None)).ToList();
        for (var served = 0; served < taken.Count; served++)
        {
            // In the order in which they came, and each that ends lets one in.
            Assert.Equal(Math.Min(served + atOnce, taken.Count), taken.Count(turn => turn.IsCompleted));
            (await taken[served].WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
            await Task.WhenAll(taken.Take(served + 1 + atOnce)).WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public async Task Another_server_is_asked_meanwhile_and_whoever_gives_up_waiting_takes_no_turn()
    {
        var turns = new ConnectTurns(new Fleet(ConnectTurns.OfOneServer));
        using var inside = await turns.TakeAsync(Shared, CancellationToken.None);
        using var other = await turns.TakeAsync(Shared with { Port = 2222 }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10));

        using var giveUp = new CancellationTokenSource();
        var impatient = turns.TakeAsync(Shared with { Host = "SFTP.example" }, giveUp.Token);
        var patient = turns.TakeAsync(Shared, CancellationToken.None);
        Assert.False(impatient.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        inside.Dispose();
        inside.Dispose();
        (await patient.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    private sealed class Fleet(int workers) : IAreaShare
    {
        public TimeSpan RenewalInterval => TimeSpan.FromSeconds(3);

        public int Workers => workers;

        public Task<IReadOnlyList<CustomerId>> RenewAsync(IReadOnlyCollection<CustomerId> areas, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public int Held => 0;

        public long? RenewedAt(CustomerId area) => null;

        public bool MayVisit(CustomerId area) => throw new NotSupportedException();
    }
}
