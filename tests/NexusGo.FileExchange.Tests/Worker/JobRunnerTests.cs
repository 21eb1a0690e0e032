using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class JobRunnerTests : IDisposable
{
    private readonly ProfileFolder folder = new();
    private readonly FakeTimeProvider time = new();
    private readonly JobOutcomes outcomes;
    private readonly LevelLog<JobRunner> log = new();
    private readonly JobRunner runner;

    public JobRunnerTests()
    {
        folder.WriteGood("ACME", """ "Intake": { "PollInterval": "00:00:01" }, """);
        var registry = new CustomerRegistry(folder.Folder, time, NullLogger<CustomerRegistry>.Instance);
        registry.Reload();
        outcomes = new JobOutcomes(time);
        runner = new JobRunner(registry, outcomes, time, log);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, LogLevel.Warning)]
    [InlineData(false, LogLevel.Error)]
    public async Task A_failure_of_the_environment_is_logged_once_and_pauses_the_job(bool isTransient, LogLevel level)
    {
        await Run(new FileExchangeException(FailureReason.RemoteUnreachable, isTransient, "no route"));

        Assert.Equal([level], log.Levels);
        Assert.Equal(FailureReason.RemoteUnreachable, Assert.Single(outcomes.All).Reason);
        Assert.False(await Run(null));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Run(null));
        Assert.Equal([level, LogLevel.Information], log.Levels);
        Assert.Equal(0, Assert.Single(outcomes.All).Failures);
    }

    [Fact]
    public async Task Nasty94_A_clock_set_back_by_a_day_ends_the_pause_after_a_failure()
    {
        await Run(new FileExchangeException(FailureReason.RemoteUnreachable, isTransient: true, "no route"));
        Assert.False(await Run(null));
        time.AdjustTime(time.GetUtcNow().AddDays(-1));
        Assert.True(outcomes.IsDueAgain("pick-up", "ACME"));
        Assert.True(await Run(null));
    }

    [Fact]
    public async Task While_a_server_is_left_in_peace_the_job_is_neither_good_nor_failing_again()
    {
        await Run(new FileExchangeException(FailureReason.RemoteAuthentication, isTransient: true, "refused"));
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await Run(new RemotePausedException(FailureReason.RemoteAuthentication, time.GetUtcNow().AddMinutes(15),
                "in peace")));
            var outcome = Assert.Single(outcomes.All);
            Assert.Equal((FailureReason.RemoteAuthentication, 1), (outcome.Reason, outcome.Failures));
            Assert.False(await Run(null));
            time.Advance(JobOutcomes.LongestTransientPause);
        }

        Assert.Equal([LogLevel.Warning], log.Levels);
        Assert.True(await Run(null));
        Assert.Equal([LogLevel.Warning, LogLevel.Information], log.Levels);
    }

    [Fact]
    public async Task Nasty100_A_database_that_is_away_is_told_once_and_once_when_it_is_back()
    {
        var told = new LevelLog<DatabaseAbsence>();
        var absence = new DatabaseAbsence(time, told);
        var registry = new CustomerRegistry(folder.Folder, time, NullLogger<CustomerRegistry>.Instance);
        foreach (var number in Enumerable.Range(0, 20))
        {
            folder.WriteGood($"C{number:00}");
        }

        registry.Reload();
        var many = new JobRunner(registry, outcomes, time, log, absence);
        for (var second = 0; second < 10; second++)
        {
            foreach (var customer in registry.Current)
            {
                await many.RunAsync("pick-up", customer.CustomerId, (_, _) => Task.FromException(
                    new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "down")), CancellationToken.None);
            }

            time.Advance(TimeSpan.FromSeconds(1));
        }

        absence.NoteBack();
        absence.NoteBack();
        Assert.Equal([LogLevel.Warning, LogLevel.Information], told.Levels);
        Assert.Empty(log.Levels);
    }

    [Fact]
    public async Task A_failing_job_is_told_when_it_begins_to_fail_and_when_the_reason_changes()
    {
        foreach (var reason in new[] { FailureReason.RemoteDenied, FailureReason.RemoteDenied, FailureReason.RemoteDenied,
            FailureReason.RemoteFull })
        {
            await Run(new FileExchangeException(reason, isTransient: true, "no"));
            time.Advance(JobOutcomes.LongestTransientPause);
        }

        Assert.Equal([LogLevel.Warning, LogLevel.Warning], log.Levels);
        Assert.True(await Run(null));
        Assert.Equal(LogLevel.Information, log.Levels[^1]);
    }

    [Fact]
    public async Task Pauses_grow_and_stay_under_their_limit()
    {
        var pauses = new List<double>();
        for (var i = 0; i < 12; i++)
        {
            await Run(new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "down"));
            var last = Assert.Single(outcomes.All);
            pauses.Add((last.NotBefore - last.EndedAt).TotalSeconds);
            time.SetUtcNow(last.NotBefore);
        }

        Assert.InRange(pauses[0], 0.8, 1);
        Assert.InRange(pauses[2], 3.2, 4);
        Assert.All(pauses[6..], pause => Assert.InRange(pause, 12, 15));
    }

    [Fact]
    public async Task A_defect_does_not_leave_the_job_either()
    {
        await Run(new InvalidOperationException("broken"));
        Assert.Equal([LogLevel.Critical], log.Levels);
    }

    [Fact]
    public async Task A_requested_stop_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await runner.RunAsync("pick-up", "ACME", (_, token) => Task.FromCanceled(token), stop.Token);
        Assert.Empty(log.Levels);
        Assert.Empty(outcomes.All);
    }

    [Fact]
    public async Task A_customer_that_is_not_configured_here_is_passed_over()
    {
        var ran = false;
        await runner.RunAsync("pick-up", "OTHER", (_, _) => Task.FromResult(ran = true), CancellationToken.None);
        Assert.False(ran);
    }

    private async Task<bool> Run(Exception? failure)
    {
        var ran = false;
        await runner.RunAsync("pick-up", "ACME", (_, _) =>
        {
            ran = true;
            return failure is null ? Task.CompletedTask : Task.FromException(failure);
        }, CancellationToken.None);
        return ran;
    }

    private sealed class LevelLog<T> : ILogger<T>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
