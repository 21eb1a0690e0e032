using System.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// A small fixed set of words, looked up by UTF-8 span without allocating and without regard to the case of ASCII letters.
/// </summary>
/// <typeparam name="T">What a word stands for.</typeparam>
internal sealed class Utf8Table<T>
{
    private readonly (byte[] Word, T Value)[][] buckets;

    public Utf8Table(IEnumerable<(string Word, T Value)> words)
    {
        var all = words.Select(w => (Word: Encoding.UTF8.GetBytes(w.Word), w.Value)).ToArray();
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, all.Length * 2));
        buckets = new (byte[], T)[size][];
        for (var i = 0; i < size; i++)
        {
            buckets[i] = all.Where(w => w.Word.Length > 0 && Slot(w.Word, size) == i).ToArray();
        }
    }

    public bool TryGet(ReadOnlySpan<byte> word, out byte[] canonical, out T value)
    {
        if (!word.IsEmpty)
        {
            foreach (var entry in buckets[Slot(word, buckets.Length)])
            {
                if (word.SequenceEqual(entry.Word) || Ascii.EqualsIgnoreCase(word, entry.Word))
                {
                    (canonical, value) = entry;
                    return true;
                }
            }
        }

        canonical = [];
        value = default!;
        return false;
    }

    private static int Slot(ReadOnlySpan<byte> word, int size) =>
        ((word.Length * 31) + ((word[0] | 0x20) * 7) + ((word[word.Length / 2] | 0x20) * 13) + (word[^1] | 0x20)) & (size - 1);
}
