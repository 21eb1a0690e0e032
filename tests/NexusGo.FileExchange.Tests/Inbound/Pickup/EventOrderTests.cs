using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>No event file of the partner's overtakes one that was put off.</summary>
public sealed class EventOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1 2 3", "1 2 3", 1, "1 2 3")]
    [InlineData("1 2 3", "2 3", 1, "")]
    [InlineData("1 2 3", "1 3", 59, "1")]
    [InlineData("1 2 3", "1 3", 60, "1 3")]
    [InlineData("1 2", "", 1, "")]
    public void Files_behind_one_that_is_put_off_wait_for_an_hour(string wanted, string claimed, int minutesSeen, string inTurn)
    {
        var claims = wanted.Split(' ').Select(name => ClaimOf(name, Now.AddMinutes(-minutesSeen))).ToList();
        var files = claimed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => EventFiles.Claimed(name)).ToList();

        Assert.Equal(inTurn, string.Join(' ', EventOrder.InTurn(claims, files, Now).Select(file => file.Name.ToString())));
    }

    private static ClaimRequest ClaimOf(string name, DateTimeOffset seenAt) => new(
        new Sighting(EventFiles.Claimed(name).Path, 1, seenAt, seenAt, 2, null, null, null), RemoteName.From(name), new RemoteVersion(1, 1),
        InboundKind.Event, IsTest: false, name, null, []);
}
