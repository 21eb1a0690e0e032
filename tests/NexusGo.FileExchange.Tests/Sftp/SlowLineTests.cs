using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>A line on which a whole window takes far longer than one answer may.</summary>
public sealed class SlowLineTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider clock = new();
    private readonly HandTransport line = new();
    private readonly SftpChannel channel;

    public SlowLineTests()
    {
        channel = new SftpChannel("acme", line, Timeout, Timeout, clock);
        line.Deliver(Packets.Packet(SftpPacketType.Version, Packets.U32(3)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await channel.DisposeAsync();

    [Fact]
    public void Nasty33_nothing_is_late_while_the_answers_that_are_due_come()
    {
        var requests = SendMany(64);
        foreach (var id in line.Sent)
        {
            clock.Advance(Timeout - TimeSpan.FromSeconds(2));
            Assert.Null(channel.End);
            line.Deliver(Packets.Status(id!.Value, SftpStatus.Ok));
        }

        Assert.All(requests, request => Assert.True(request.Reply.IsCompletedSuccessfully));
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null(channel.End);
    }

    [Fact]
    public void Nasty34_an_answer_that_is_passed_over_ends_the_session_although_later_ones_come()
    {
        SendMany(64);
        foreach (var id in line.Sent.Skip(1))
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            if (channel.End is null)
            {
                line.Deliver(Packets.Status(id!.Value, SftpStatus.Ok));
            }
        }

        Assert.Equal(FailureReason.RemoteTimeout, channel.End?.Reason);
    }

    private List<SftpRequest> SendMany(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => channel.Send(SftpPacketType.Write, [], [], 0, CancellationToken.None))];

    /// <summary>Delivers by hand.</summary>
    private sealed class HandTransport : SftpTransport
    {
        private ISftpReceiver? receiver;

        public List<uint?> Sent { get; } = [];

        public override void Start(ISftpReceiver receiver) => this.receiver = receiver;

        public override void Send(SftpPacketType type, uint? id, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) => Sent.Add(id);

        public void Deliver(byte[] bytes) => receiver!.Receive(bytes);

        public override void Stop(bool abruptly)
        {
        }

        public override SessionEnd DescribeEnd(bool ready) => new(FailureReason.RemoteUnreachable, true, "gone");

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
