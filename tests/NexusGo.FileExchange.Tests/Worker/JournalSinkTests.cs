using System.Net.Sockets;
using System.Text;
using NexusGo.FileExchange.Worker.Configuration;
using Serilog;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the journal of systemd gets: a datagram an event, read here as the journal reads it.</summary>
public sealed class JournalSinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_event_has_its_priority_its_fields_and_no_clock_of_ours()
    {
        var path = folder.PathOf("journal");
        using var journal = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        journal.Bind(new UnixDomainSocketEndPoint(path));
        using var log = new LoggerConfiguration().WriteTo.Sink(new JournalSink(path)).CreateLogger();

        log.ForContext("EventNumber", 7022).Warning("Job {Job} of customer {Customer} failed\nfor now", "pick-up", "ACME");

        var buffer = new byte[4096];
        var fields = Fields(buffer.AsSpan(0, journal.Receive(buffer)));
        Assert.Equal(("4", "nexusgo-fx", "ACME", "7022"),
            (fields["PRIORITY"], fields["SYSLOG_IDENTIFIER"], fields["CUSTOMER"], fields["EVENT_ID"]));
        Assert.Equal("Job pick-up of customer ACME failed\nfor now", fields["MESSAGE"]);
    }

    [Fact]
    public void A_journal_that_is_away_stops_nothing()
    {
        using var log = new LoggerConfiguration().WriteTo.Sink(new JournalSink(folder.PathOf("nobody"))).CreateLogger();
        log.Information("said to nobody");
    }

    private static Dictionary<string, string> Fields(ReadOnlySpan<byte> datagram)
    {
        var fields = new Dictionary<string, string>();
        while (!datagram.IsEmpty)
        {
            var end = datagram.IndexOf((byte)'\n');
            var length = (int)BitConverter.ToUInt64(datagram.Slice(end + 1, 8));
            fields.Add(Encoding.ASCII.GetString(datagram[..end]), Encoding.UTF8.GetString(datagram.Slice(end + 9, length)));
            datagram = datagram[(end + 9 + length + 1)..];
        }

        return fields;
    }
}
