using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>Damaged bytes in a server's answers. Each engine derives from it.</summary>
public abstract class DamagedAnswerSuite
{
    /// <summary>Conversations for each seed.</summary>
    protected virtual int Rounds => 60;

    protected virtual int SeedFor(int seed) => seed;

    /// <summary>A session with a scripted server over this engine, with deadlines of a minute.</summary>
    internal abstract Task<IRemoteFolder> ConnectAsync(ScriptedSftpServer server, TimeProvider time);

    /// <summary>
    /// One byte of an honest conversation is changed: the result is right, or one of the stated failures, and always inside the deadline.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_damaged_byte_never_hangs_or_crashes_the_client(int seed)
    {
        seed = SeedFor(seed);
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var clock = new FakeTimeProvider();
            var area = new InMemoryRemoteArea(clock, "/in");
            area.Put("/in/a", RemoteFolderContract.Noise(200));
            area.Put("/in/b", []);
            var damageAt = random.Next(12);
            var answers = 0;
            using var server = new ScriptedSftpServer(area)
            {
                AfterEffect = (_, answer) =>
                {
                    if (answers++ == damageAt)
                    {
                        answer[random.Next(answer.Length)] ^= (byte)(1 << random.Next(8));
                    }

                    return answer;
                },
            };
            var use = Task.Run(async () =>
            {
                await using var session = await ConnectAsync(server, clock);
                await RemoteFolderContract.ListAsync(session, RemotePath.Folder("/in"));
                await using var file = await session.OpenReadAsync(RemotePath.FromBytes("/in/a"u8), CancellationToken.None);
                if (file is not null)
                {
                    await RemoteFolderContract.ReadAllAsync(file.Content);
                }
            });
            for (var i = 0; i < 500 && !use.IsCompleted; i++)
            {
                await Task.WhenAny(use, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
                clock.Advance(TimeSpan.FromSeconds(5));
            }

            Assert.True(use.IsCompleted, $"seed {seed}, round {round} hangs");
            if (use.IsFaulted)
            {
                var e = use.Exception.InnerException as RemoteFolderException;
                Assert.True(e is not null, $"seed {seed}, round {round}: {use.Exception.InnerException}");
                Assert.Contains(e.Reason, new[]
                {
                    FailureReason.RemoteProtocol, FailureReason.RemoteTimeout, FailureReason.RemoteUnreachable, FailureReason.RemoteFailure,
                    FailureReason.RemoteDenied, FailureReason.RemoteContentChanged, FailureReason.RemoteFolderMissing,
                    FailureReason.RemoteFull,
                });
            }
        }
    }
}
