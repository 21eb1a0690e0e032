using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>Random and damaged bytes in the place of a server's answers.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class PacketFuzzTests
{
    [Fact]
    public void Random_fields_are_read_or_refused_and_never_crash() =>
        Check.One(Fuzzing.Cases(2000), Prop.ForAll<byte[], int>((bytes, start) => IsReadOrRefused(bytes, start & 3)));

    [Fact]
    public void The_kept_corpus_is_read_or_refused() => Assert.All(Fuzzing.Corpus("packets", atLeast: 10), bytes =>
    {
        for (var kind = 0; kind < 4; kind++)
        {
            Assert.True(IsReadOrRefused(bytes, kind));
        }
    });

    [Fact]
    public void What_is_written_is_read_back() => Check.One(
        Fuzzing.Cases(100),
        Prop.ForAll<byte[], uint, ulong>((text, small, large) =>
        {
            using var writer = new SftpPacketWriter(stackalloc byte[8]);
            writer.String(text);
            writer.UInt32(small);
            writer.UInt64(large);
            var reader = new SftpPacketReader(writer.Written);
            return reader.ReadString().SequenceEqual(text) && reader.ReadUInt32() == small && reader.ReadUInt64() == large && reader.Remaining == 0;
        }));

    /// <summary>One byte of an honest conversation is changed: the result is right, or one of the stated failures, and always inside the deadline.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_damaged_byte_never_hangs_or_crashes_the_client(int seed)
    {
        seed = Fuzzing.Seed(seed);
        var random = new Random(seed);
        for (var round = 0; round < 60 * Fuzzing.Times; round++)
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
                await using var session = await server.ConnectAsync(clock, TimeSpan.FromSeconds(60));
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
                    FailureReason.RemoteDenied, FailureReason.RemoteContentChanged, FailureReason.RemoteFolderMissing, FailureReason.RemoteFull,
                });
            }
        }
    }

    private static bool IsReadOrRefused(byte[] bytes, int kind)
    {
        try
        {
            var reader = new SftpPacketReader(bytes);
            switch (kind)
            {
                case 0:
                    reader.ReadAttributes();
                    break;
                case 1:
                    reader.ReadString(256);
                    break;
                case 2:
                    for (var i = reader.ReadCount(12); i > 0; i--)
                    {
                        reader.ReadString();
                        reader.ReadString();
                        reader.ReadAttributes();
                    }

                    break;
                default:
                    reader.ReadUInt32();
                    reader.ReadUInt64();
                    break;
            }

            return reader.Remaining <= bytes.Length;
        }
        catch (SftpFormatException)
        {
            return true;
        }
    }
}
