using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp.SshNet;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>When a silent server is asked, and when it is given up.</summary>
public sealed class SshKeepAliveTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly FakeTimeProvider clock = new();
    private readonly SshKeepAlive keepAlive;
    private int asked;
    private int givenUp;

    public SshKeepAliveTests() => keepAlive = new SshKeepAlive(Interval, clock, () => asked++, () => givenUp++);

    public void Dispose() => keepAlive.Dispose();

    [Fact]
    public void Nasty34_a_server_that_stays_silent_is_asked_once_and_given_up_within_three_intervals()
    {
        for (var at = TimeSpan.Zero; at < Interval * 3; at += TimeSpan.FromSeconds(1))
        {
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((1, 1), (asked, givenUp));
    }

    [Fact]
    public void One_that_answers_is_asked_again_and_again_and_never_given_up()
    {
        for (var at = 0; at < 600; at++)
        {
            var before = asked;
            clock.Advance(TimeSpan.FromSeconds(1));
            if (asked != before)
            {
                keepAlive.Heard();
            }
        }

        Assert.InRange(asked, 25, 40);
        Assert.Equal(0, givenUp);
    }

    [Fact]
    public void One_that_speaks_is_never_asked()
    {
        for (var at = 0; at < 600; at++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            keepAlive.Heard();
        }

        Assert.Equal((0, 0), (asked, givenUp));
    }
}
