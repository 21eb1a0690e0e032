using NexusGo.FileExchange.Inbound.Archive;

namespace NexusGo.FileExchange.Tests.Inbound.Archive;

[Trait("Category", Fuzzing.Category)]
public sealed class ZipFuzzTests
{
    private static readonly ZipLimits Limits = new(100, 1 << 20, 100);

    /// <summary>No exception, no endless reading, never more bytes than promised.</summary>
    [Fact]
    public void Damaged_zip_files_are_read_or_refused()
    {
        var seed = Fuzzing.Seed(7);
        var random = new Random(seed);
        var corpus = Fuzzing.Corpus("zip", 8);
        var refused = 0;
        var usual = 3000 * Fuzzing.Times;
        for (var i = 0; i < usual; i++)
        {
            var zip = (byte[])corpus[random.Next(corpus.Count)].Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                zip[random.Next(zip.Length)] = (byte)random.Next(256);
            }

            var (entries, refusal) = ZipDirectory.Read(new MemoryStream(zip), Limits);
            refused += refusal is null ? 0 : 1;
            foreach (var entry in entries)
            {
                using var content = new ZipEntryStream(new MemoryStream(zip), entry);
                using var copy = new MemoryStream();
                content.CopyTo(copy);
                Assert.True(copy.Length <= entry.Bytes, $"seed {seed}, file {i}");
            }
        }

        Assert.InRange(refused, usual / 10, usual - 1);
    }
}
