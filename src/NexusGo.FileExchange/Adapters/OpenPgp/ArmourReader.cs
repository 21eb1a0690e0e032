using System.Buffers;
using System.Buffers.Text;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Takes the ASCII armour (RFC 9580, 6) off a message as it passes by. Line ends may be LF or CRLF; the checksum line may be
/// missing, repeated or wrong, because RFC 9580 gives it no say and the encryption has its own check.
/// </summary>
internal sealed class ArmourReader
{
    private const int LongestLine = 4096;

    private enum Place { Begin, Headers, Body, Checksum, Ending, After }

    private static readonly SearchValues<byte> NotBase64 = SearchValues.Create("\r\n \t-="u8);

    private readonly byte[] line = new byte[LongestLine];
    private readonly byte[] quantum = new byte[4];
    private int lineLength;
    private int quantumLength;
    private bool padded;
    private bool atLineStart = true;
    private Place place;

    /// <summary>Set once the armour is refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Decodes the next bytes; <paramref name="binary"/> must be at least as long as <paramref name="text"/> plus three.</summary>
    /// <returns>How many bytes were written.</returns>
    public int Decode(ReadOnlySpan<byte> text, Span<byte> binary)
    {
        var written = 0;
        while (!text.IsEmpty && Refusal is null)
        {
            if (place == Place.Body)
            {
                text = text[TakeBody(text, binary, ref written)..];
            }
            else
            {
                TakeByte(text[0]);
                text = text[1..];
            }
        }

        return written;
    }

    /// <summary>Says whether the armour was whole. Call once, after the last byte.</summary>
    public Refusal? Finish()
    {
        if (Refusal is null && place is Place.Ending or Place.After)
        {
            EndLine();
        }

        return Refusal ??= place == Place.After ? null : Refusal.Truncated;
    }

    private int TakeBody(ReadOnlySpan<byte> text, Span<byte> binary, ref int written)
    {
        var run = text.IndexOfAny(NotBase64);
        if (run != 0)
        {
            run = run < 0 ? text.Length : run;
            atLineStart = false;
            Refusal = padded ? Refusal.Damaged : null;
            TakeBase64(text[..run], binary, ref written);
            return run;
        }

        switch (text[0])
        {
            case (byte)'\n':
                atLineStart = true;
                break;
            case (byte)'=' when atLineStart && quantumLength == 0:
                place = Place.Checksum;
                break;
            case (byte)'=':
                padded = true;
                TakeBase64(text[..1], binary, ref written);
                break;
            case (byte)'-' when atLineStart:
                Refusal = quantumLength == 0 ? null : Refusal.Truncated;
                place = Place.Ending;
                return 0;
            case (byte)'-':
                Refusal = Refusal.Damaged;
                break;
        }

        return 1;
    }

    private void TakeBase64(ReadOnlySpan<byte> run, Span<byte> binary, ref int written)
    {
        while (quantumLength > 0 && !run.IsEmpty)
        {
            quantum[quantumLength++] = run[0];
            run = run[1..];
            if (quantumLength == 4)
            {
                quantumLength = 0;
                Append(quantum, binary, ref written);
            }
        }

        var whole = run.Length & ~3;
        Append(run[..whole], binary, ref written);
        foreach (var b in run[whole..])
        {
            quantum[quantumLength++] = b;
        }
    }

    private void Append(ReadOnlySpan<byte> base64, Span<byte> binary, ref int written)
    {
        if (Base64.DecodeFromUtf8(base64, binary[written..], out _, out var count) != OperationStatus.Done)
        {
            Refusal = Refusal.Damaged;
        }

        written += count;
    }

    private void TakeByte(byte b)
    {
        if (b != (byte)'\n')
        {
            if (lineLength == LongestLine)
            {
                Refusal = Refusal.Damaged;
                return;
            }

            line[lineLength++] = b;
            return;
        }

        EndLine();
    }

    private void EndLine()
    {
        var text = line.AsSpan(0, lineLength).TrimEnd(" \t\r"u8);
        lineLength = 0;
        switch (place)
        {
            case Place.Begin:
                // Blank lines before the first line are passed over. That line itself was seen when the file was recognised as armoured.
                place = text.EndsWith("-----BEGIN PGP MESSAGE-----"u8) ? Place.Headers : Place.Begin;
                break;
            case Place.Headers:
                place = text.IsEmpty ? Place.Body : Place.Headers;
                atLineStart = true;
                break;
            case Place.Checksum:
                place = Place.Body;
                atLineStart = true;
                padded = true;
                break;
            case Place.Ending:
                Refusal ??= text.SequenceEqual("-----END PGP MESSAGE-----"u8) ? null : Refusal.Damaged;
                place = Place.After;
                break;
            case Place.After:
                Refusal ??= text.IsEmpty ? null : text.StartsWith("-----BEGIN"u8) ? Refusal.TrailingData : Refusal.TextAround;
                break;
        }
    }
}
