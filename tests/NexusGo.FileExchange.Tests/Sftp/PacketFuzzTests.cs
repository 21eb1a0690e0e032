using FsCheck;
using FsCheck.Fluent;
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
            return reader.ReadString().SequenceEqual(text) && reader.ReadUInt32() == small && reader.ReadUInt64() == large
                && reader.Remaining == 0;
        }));

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
