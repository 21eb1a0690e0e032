using System.IO.Pipes;
using NexusGo.FileExchange.Adapters;

namespace NexusGo.FileExchange.Tests;

/// <summary>A writer's wait for room in a pipe ends with the room, the time, or the caller's patience.</summary>
public sealed class ChildPipesTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly AnonymousPipeServerStream writer = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream reader;

    public ChildPipesTests()
    {
        reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        Assert.True(ChildPipes.Widen(writer));
    }

    [Fact]
    public async Task Nobody_reads_and_the_wait_gives_up()
    {
        await writer.WriteAsync(new byte[800 * 1024]);

        Assert.False(await Task.Run(() => ChildPipes.AwaitRoom(writer, CancellationToken.None)).WaitAsync(Patience));
    }

    [Fact]
    public async Task Half_of_it_read_is_room()
    {
        await writer.WriteAsync(new byte[800 * 1024]);
        await reader.ReadExactlyAsync(new byte[300 * 1024]);

        Assert.True(await Task.Run(() => ChildPipes.AwaitRoom(writer, CancellationToken.None)).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_stream_that_is_no_pipe_has_room() =>
        Assert.True(await Task.Run(() => ChildPipes.AwaitRoom(new MemoryStream(), CancellationToken.None)).WaitAsync(Patience));

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await reader.DisposeAsync();
    }
}
