using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What starts after the first looks waits for them, but for no server that hangs.</summary>
public sealed class StartupPollTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ProfileFolder folder = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));
    private readonly HeldPickUp pickUp = new();
    private readonly CustomerRegistry registry;
    private readonly StartupPoll looks;

    public StartupPollTests()
    {
        registry = new CustomerRegistry(folder.Folder, time, NullLogger<CustomerRegistry>.Instance);
        looks = new StartupPoll(registry, new JobRunner(registry, new JobOutcomes(time), time, NullLogger<JobRunner>.Instance), pickUp, new WorkerSettings(), time);
    }

    public void Dispose()
    {
        looks.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_start_goes_on_when_every_inbox_has_been_looked_into()
    {
        Know("ACME", "BOLT");
        var start = looks.StartAsync(CancellationToken.None);
        await pickUp.Begun.WaitAsync(Soon);
        await pickUp.Begun.WaitAsync(Soon);
        Assert.False(start.IsCompleted);

        pickUp.Held.SetResult();
        await start.WaitAsync(Soon);
        await looks.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_server_that_hangs_holds_the_start_up_for_the_lead_time_only_and_is_still_waited_for()
    {
        Know("ACME");
        var start = looks.StartAsync(CancellationToken.None);
        await pickUp.Begun.WaitAsync(Soon);
        time.Advance(StartupPoll.LeadTime - TimeSpan.FromMilliseconds(1));
        Assert.False(start.IsCompleted);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await start.WaitAsync(Soon);
        Assert.False(looks.ExecuteTask!.IsCompleted);

        pickUp.Held.SetResult();
        await looks.ExecuteTask.WaitAsync(Soon);
    }

    [Fact]
    public async Task Without_customers_nothing_waits()
    {
        Know();
        await looks.StartAsync(CancellationToken.None).WaitAsync(Soon);
    }

    [Fact]
    public async Task A_stop_ends_looks_that_hang()
    {
        Know("ACME");
        using var stop = new CancellationTokenSource();
        var start = looks.StartAsync(stop.Token);
        await pickUp.Begun.WaitAsync(Soon);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Soon));
        await looks.StopAsync(CancellationToken.None).WaitAsync(Soon);
    }

    private void Know(params string[] customers)
    {
        foreach (var customer in customers)
        {
            folder.WriteGood(customer);
        }

        registry.Reload();
        Assert.Equal(customers.Length, registry.Current.Count);
    }

    private sealed class HeldPickUp : IPickUp
    {
        public SemaphoreSlim Begun { get; } = new(0);

        public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
        {
            Begun.Release();
            return Held.Task.WaitAsync(cancellationToken);
        }
    }
}
