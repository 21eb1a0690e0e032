using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>One kept session per customer, and how often a server that does not let us in is asked.</summary>
public sealed class RemoteSessionsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly InMemoryRemoteFolderFactory factory = new();
    private readonly RemoteSessions sessions;
    private int attempts;

    public RemoteSessionsTests()
    {
        factory.Areas["DEMO"] = new InMemoryRemoteArea(clock, "/in");
        sessions = new RemoteSessions(factory, clock);
    }

    [Fact]
    public async Task Nasty36_many_looks_use_one_session()
    {
        var profile = DemoProfile.Create();
        for (var i = 0; i < 100; i++)
        {
            Assert.NotNull(await sessions.TryGetAsync(profile, () => { }, CancellationToken.None));
        }

        Assert.Single(factory.Sessions);
    }

    [Theory]
    [InlineData(FailureReason.RemoteAuthentication, 0, 5, 8)]
    [InlineData(FailureReason.RemoteHostKey, 0, 5, 8)]
    [InlineData(FailureReason.RemoteUnreachable, 0, 150, 300)]
    public async Task Nasty36_a_server_that_refuses_us_is_asked_seldom_and_one_that_is_away_soon_again_if_that_costs_little(
        FailureReason reason, int seconds, int least, int most)
    {
        factory.OnConnect = (_, _) =>
        {
            attempts++;
            clock.Advance(TimeSpan.FromSeconds(seconds));
            throw new RemoteFolderException(reason, isTransient: false, sessionIsDead: true, "refused");
        };
        var profile = DemoProfile.Create();
        for (var minute = 0; minute < 90; minute++)
        {
            for (var look = 0; look < 6; look++)
            {
                try
                {
                    Assert.Null(await sessions.TryGetAsync(profile, () => { }, CancellationToken.None));
                }
                catch (RemoteFolderException e) when (e.Reason == reason)
                {
                }

                clock.Advance(TimeSpan.FromSeconds(10));
            }
        }

        Assert.InRange(attempts, least, most);
    }

    [Fact]
    public async Task Nasty36_a_silent_server_is_asked_every_half_minute_with_a_short_deadline_and_seldom_with_the_customers_own()
    {
        var deadlines = new List<TimeSpan>();
        factory.OnConnect = (endpoint, _) =>
        {
            deadlines.Add(endpoint.ConnectTimeout);
            clock.Advance(endpoint.ConnectTimeout);
            throw new RemoteFolderException(FailureReason.RemoteTimeout, isTransient: true, sessionIsDead: true, "silent");
        };
        var profile = DemoProfile.Create();
        var asked = clock.GetUtcNow();
        var longest = TimeSpan.Zero;
        for (var until = asked + TimeSpan.FromHours(1); clock.GetUtcNow() < until; clock.Advance(TimeSpan.FromSeconds(1)))
        {
            try
            {
                if (sessions.Pause(profile.Id) is null)
                {
                    longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (clock.GetUtcNow() - asked).Ticks));
                    await sessions.TryGetAsync(profile, () => { }, CancellationToken.None);
                }
            }
            catch (RemoteFolderException e) when (e.Reason == FailureReason.RemoteTimeout)
            {
                asked = clock.GetUtcNow();
            }
        }

        Assert.InRange(longest, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(27));
        Assert.InRange(deadlines.Count(deadline => deadline == profile.Remote.ConnectTimeout), 8, 14);
        Assert.InRange(deadlines.Count(deadline => deadline == TimeSpan.FromSeconds(3)), 100, 200);
    }

    [Fact]
    public void Nasty94_A_clock_set_back_by_a_day_prolongs_no_pause()
    {
        var profile = DemoProfile.Create();
        sessions.NoteFailure(profile, new RemoteFolderException(FailureReason.RemoteAuthentication, false, sessionIsDead: true, ""));
        Assert.NotNull(sessions.Pause(profile.Id));
        clock.AdjustTime(clock.GetUtcNow().AddDays(-1));
        Assert.Null(sessions.Pause(profile.Id));
    }

    [Fact]
    public async Task A_new_password_is_tried_at_once()
    {
        factory.OnConnect = (_, _) => throw new RemoteFolderException(FailureReason.RemoteAuthentication, isTransient: false,
            sessionIsDead: true, "refused");
        var profile = DemoProfile.Create();
        await Assert.ThrowsAsync<RemoteFolderException>(async () => await sessions.TryGetAsync(profile, () => { }, CancellationToken.None));
        Assert.Null(await sessions.TryGetAsync(profile, () => { }, CancellationToken.None));

        factory.OnConnect = null;
        Assert.NotNull(await sessions.TryGetAsync(profile with { Remote = profile.Remote with { User = "other" } }, () => { },
            CancellationToken.None));
    }

    [Fact]
    public async Task Nasty42_an_outdated_algorithm_is_warned_about_every_day_and_the_session_made_anew_so_that_its_date_counts()
    {
        var log = new Events();
        var warned = new RemoteSessions(factory, clock, log);
        var profile = DemoProfile.Create();
        profile = profile with
            { Remote = profile.Remote with { Legacy = [new() { Algorithm = "aes128-cbc", Until = new DateOnly(2027, 1, 31) }] } };
        for (var hour = 0; hour < 72; hour++)
        {
            Assert.NotNull(await warned.TryGetAsync(profile, () => { }, CancellationToken.None));
            clock.Advance(TimeSpan.FromHours(1));
        }

        var days = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(-1)).DayNumber
            - DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(-72)).DayNumber + 1;
        Assert.Equal(days, log.Seen.Count(id => id == 1004));
        Assert.Equal(days, factory.Sessions.Count);
        await warned.DisposeAsync();
    }

    private sealed class Events : Microsoft.Extensions.Logging.ILogger<RemoteSessions>
    {
        public List<int> Seen { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state,
            Exception? exception, Func<TState, Exception?, string> formatter) =>
            Seen.Add(eventId.Id);
    }
}
