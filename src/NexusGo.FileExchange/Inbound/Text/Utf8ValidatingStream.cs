using System.Text.Unicode;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// Lets bytes through to the CSV reader as long as they are sound UTF-8 without NUL, without text encoded twice and within the size limit.
/// At the first fault it behaves like the end of the file, after the last whole line, and keeps the fault; nothing is ever replaced. Every
/// block is looked at with vector scans only; positions are worked out when there is something to report. It does not own the stream it
/// reads.
/// </summary>
internal sealed class Utf8ValidatingStream : ForwardStream
{
    private const int HeadBytes = 64 * 1024;

    // A sequence, or one of the patterns below, may lie across two blocks.
    private const int Overlap = 6;

    private const byte EndMark = 0x1A;

    /// <summary>CP/M and programs after it filled a file's last block of 128 bytes with end marks.</summary>
    private const int MostEndMarks = 127;

    private readonly Stream inner;
    private readonly long maxBytes;
    private readonly Hints hints;
    private readonly byte[] tail = new byte[Overlap];
    private byte[] head = [];
    private int headStart;
    private int headLength;
    private int tailLength;
    private int cut;
    private int endMarks;
    private long seen;
    private long lines;
    private bool lastWasCr;
    private long lineStart;
    private bool ended;
    private readonly bool isTranscoded;

    /// <param name="inner">The bytes, without a byte order mark.</param>
    /// <param name="maxBytes">More are refused.</param>
    /// <param name="hints">The customer's language.</param>
    /// <param name="bytesBefore">Bytes of the mark, for positions.</param>
    /// <param name="isTranscoded">Whether the bytes were made from the code page that the agreement names.</param>
    public Utf8ValidatingStream(Stream inner, long maxBytes, Hints hints, int bytesBefore, bool isTranscoded = false)
    {
        this.isTranscoded = isTranscoded;
        this.inner = inner;
        this.maxBytes = maxBytes;
        this.hints = hints;
        seen = lineStart = bytesBefore;
    }

    /// <summary>The fault that ended the stream, or null.</summary>
    public FileRefusal? Fault { get; private set; }

    /// <summary>Reads the first 64 KiB, or the whole file if it is shorter; a later read gives them again.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken ct)
    {
        head = new byte[HeadBytes];
        while (headLength < head.Length)
        {
            var read = await ReadInnerAsync(head.AsMemory(headLength), ct).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            headLength += read;
        }

        return head.AsMemory(0, headLength);
    }

    /// <summary>Drops bytes from the start of what was peeked at.</summary>
    public void Skip(int bytes)
    {
        headStart += bytes;
        headLength -= bytes;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (headLength > 0)
        {
            var count = Math.Min(headLength, buffer.Length);
            head.AsSpan(headStart, count).CopyTo(buffer.Span);
            Skip(count);
            return new(count);
        }

        head = [];
        return ReadInnerAsync(buffer, cancellationToken);
    }

    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (ended || Fault is not null)
        {
            return 0;
        }

        while (true)
        {
            // A DOS end mark at the very end is no text; anywhere else it is a character like any other.
            buffer.Span[..endMarks].Fill(EndMark);
            var read = await inner.ReadAsync(buffer[endMarks..], ct).ConfigureAwait(false);
            if (read == 0)
            {
                endMarks = 0;
                return Check([], last: true);
            }

            var length = endMarks + read;
            var text = buffer.Span[..length].TrimEnd(EndMark).Length;
            endMarks = Math.Min(length - text, MostEndMarks);
            if (length > endMarks)
            {
                return Check(buffer.Span[..(length - endMarks)], last: false);
            }
        }
    }

    private int Check(ReadOnlySpan<byte> block, bool last)
    {
        ended |= last;
        if (seen + block.Length > maxBytes)
        {
            Fault = new FileRefusal("F-SIZ-01", 0, "", hints.AtMostBytes(maxBytes));
            return 0;
        }

        var bad = FirstBad(block, last, out var code, out var hint);
        if (bad != int.MaxValue)
        {
            Refuse(block, bad, code, hint);

            // The whole lines before it still come, so that the row of the fault can be told by counting.
            return bad <= 0 ? 0 : block[..bad].LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
        }

        CountLines(block);
        var keep = Math.Min(Overlap, tailLength + block.Length);
        Span<byte> joined = stackalloc byte[Overlap * 2];
        tail.AsSpan(0, tailLength).CopyTo(joined);
        var fresh = block[^Math.Min(Overlap, block.Length)..];
        fresh.CopyTo(joined[tailLength..]);
        joined.Slice(tailLength + fresh.Length - keep, keep).CopyTo(tail);
        tailLength = keep;
        return block.Length;
    }

    /// <summary>Where the first fault is, relative to the block (negative: in the block before), or <see cref="int.MaxValue"/>.</summary>
    private int FirstBad(ReadOnlySpan<byte> block, bool last, out string code, out string hint)
    {
        var first = TextDefect.None;
        if (tailLength > 0)
        {
            Span<byte> seam = stackalloc byte[Overlap * 2];
            tail.AsSpan(0, tailLength).CopyTo(seam);
            var fresh = Math.Min(Overlap, block.Length);
            block[..fresh].CopyTo(seam[tailLength..]);
            seam = seam[..(tailLength + fresh)];
            first = TextDefect.FindPatterns(seam, -tailLength);
        }

        first = first.Earlier(TextDefect.FindPatterns(block, 0));
        first = first.Earlier(FindInvalid(block, last));
        code = first.Code;
        hint = first.Code switch
        {
            "F-ENC-03" => hints.Utf16,
            "F-ENC-02" => first.IsReplacement ? hints.Replaced : hints.CodePage(CodePages.CodePageCause.Utf8, isTranscoded),
            _ => "",
        };
        return first.At;
    }

    private TextDefect FindInvalid(ReadOnlySpan<byte> block, bool last)
    {
        // The bytes of a sequence that the last block began are already known to be a good beginning.
        var at = 0;
        if (cut > 0)
        {
            Span<byte> joined = stackalloc byte[4 + 3];
            tail.AsSpan(tailLength - cut, cut).CopyTo(joined);
            var fresh = Math.Min(3, block.Length);
            block[..fresh].CopyTo(joined[cut..]);
            joined = joined[..(cut + fresh)];
            var status = System.Text.Rune.DecodeFromUtf8(joined, out _, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !last)
            {
                cut = joined.Length;
                return TextDefect.None;
            }

            if (status != System.Buffers.OperationStatus.Done)
            {
                return new TextDefect(-cut, "F-ENC-01", false);
            }

            at = used - cut;
        }

        var rest = block[at..];
        cut = last ? 0 : Incomplete(rest);
        var whole = rest[..^cut];
        return Utf8.IsValid(whole) ? TextDefect.None : new TextDefect(at + TextDefect.IndexOfInvalid(whole), "F-ENC-01", false);
    }

    /// <summary>How many bytes at the end begin a sequence that is not complete yet.</summary>
    private static int Incomplete(ReadOnlySpan<byte> block)
    {
        for (var back = 1; back <= Math.Min(3, block.Length); back++)
        {
            if ((block[^back] & 0xC0) != 0x80)
            {
                return System.Text.Rune.DecodeFromUtf8(block[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData
                    ? back : 0;
            }
        }

        return 0;
    }

    private void CountLines(ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return;
        }

        // LF ends a line, and so does a CR that no LF follows.
        lines += block.Count((byte)'\n') + (lastWasCr && block[0] != '\n' ? 1 : 0);
        for (var rest = block; ;)
        {
            var cr = rest.IndexOf((byte)'\r');
            if (cr < 0)
            {
                break;
            }

            lines += cr + 1 < rest.Length && rest[cr + 1] != '\n' ? 1 : 0;
            rest = rest[(cr + 1)..];
        }

        lastWasCr = block[^1] == '\r';
        var end = block.LastIndexOfAny((byte)'\n', (byte)'\r');
        seen += block.Length;
        if (end >= 0)
        {
            lineStart = seen - block.Length + end + 1;
        }
    }

    private void Refuse(ReadOnlySpan<byte> block, int bad, string code, string hint)
    {
        var at = seen + bad;
        if (bad > 0)
        {
            CountLines(block[..bad]);
        }

        var line = lines + 1 + (lastWasCr && bad >= 0 ? 1 : 0);
        var place = hints.BadByte(Math.Max(1, at - lineStart + 1), at + 1);
        if (code == "F-ENC-01" && CodePages.CodePageGuess.Of(block[Math.Max(0, bad - 40)..]) is { } page)
        {
            hint = hints.BytesLookLike(page);
        }

        Fault = new FileRefusal(code, line, "", hint.Length == 0 ? place : code == "F-ENC-03" ? hint : $"{place}; {hint}");
    }
}
