using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

[Trait("Attack", "20.8 log flood")]
public sealed class LogFloodTests
{
    private static readonly CustomerId Acme = new("ACME");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly Lines log = new();

    [Fact]
    public void A_thousand_hostile_names_at_every_look_are_told_a_few_times_a_day_and_counted()
    {
        var names = new HostileNames(clock, log);
        for (var look = 0; look < 50; look++)
        {
            for (var i = 0; i < 1000; i++)
            {
                names.See(Acme, $"..\\x{i}");
            }
        }

        names.See(new CustomerId("OTHER"), "..");
        Assert.Equal(HostileNames.ToldNames + 1, log.Seen.Count);
        clock.Advance(TimeSpan.FromDays(1));
        names.See(Acme, "..\\x1");
        Assert.Equal([2016, 2001], log.Seen.TakeLast(2).Select(one => one.Id));
        Assert.Contains("50000 times", log.Seen[^2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_seen_once_is_told_once_and_needs_no_sum()
    {
        var names = new HostileNames(clock, log);
        names.See(Acme, "..");
        clock.Advance(TimeSpan.FromDays(1));
        names.See(Acme, "..");
        Assert.Equal([2001, 2001], log.Seen.Select(one => one.Id));
    }

    [Fact]
    public void What_keeps_failing_is_tried_less_and_less_often_and_at_once_again_after_it_worked()
    {
        var pauses = new RetryPauses(clock);
        var attempts = 0;
        for (var seconds = 0; seconds < 24 * 3600; seconds += 10)
        {
            if (!pauses.IsPaused("f"))
            {
                attempts++;
                pauses.Fail("f");
            }

            clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(attempts, 20, 35);
        pauses.Succeed("f");
        pauses.Fail("f");
        Assert.False(pauses.IsPaused("f"));
    }

    private sealed class Lines : ILogger<HostileNames>
    {
        public List<(int Id, string Text)> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Seen.Add((eventId.Id, formatter(state, exception)));
    }
}
