using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Text;

internal enum StartEncoding
{
    Utf8,
    Utf8WithMark,
    Windows1252,
    /// <summary>UTF-16 by agreement: Excel's "Unicode text".</summary>
    Utf16LittleEndian,
    Utf16BigEndian,
    /// <summary>A byte order mark of UTF-16 or UTF-32.</summary>
    NotUtf8,
}

/// <summary>
/// Looks at the byte order mark and gives back a stream without it. A UTF-8 mark counts more than the profile's encoding.
/// </summary>
internal static class StreamStart
{
    /// <summary>Reads the mark and the first bytes.</summary>
    /// <returns>The text without the mark; how it is encoded; what it is if it is no CSV file.</returns>
    public static async ValueTask<(Stream Text, StartEncoding Encoding, ForeignContentKind Foreign)> ReadAsync(Stream stream,
        CsvEncoding agreed, CancellationToken ct)
    {
        var start = new byte[ForeignContent.HeadBytes];
        var length = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        var (encoding, mark) = Detect(start.AsSpan(0, length), agreed);
        return (new HeadFirstStream(start.AsMemory(mark, length - mark), stream), encoding, ForeignContent.Of(start.AsSpan(0, length)));
    }

    /// <summary>The text as checked UTF-8. Bytes that Windows-1252 leaves open become control characters, which no column takes.</summary>
    public static Utf8ValidatingStream Open(Stream text, StartEncoding encoding, long maxBytes, Hints hints)
    {
        var from = encoding switch
        {
            StartEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
            StartEncoding.Utf16LittleEndian => Encoding.Unicode,
            StartEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
            _ => null,
        };
        return from is null
            ? new Utf8ValidatingStream(text, maxBytes, hints, encoding == StartEncoding.Utf8WithMark ? 3 : 0)
            : new Utf8ValidatingStream(Encoding.CreateTranscodingStream(text, from, new UTF8Encoding(false), leaveOpen: true), maxBytes,
                hints, 0, isTranscoded: encoding == StartEncoding.Windows1252);
    }

    private static (StartEncoding Encoding, int MarkBytes) Detect(ReadOnlySpan<byte> start, CsvEncoding agreed)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return (StartEncoding.Utf8WithMark, 3);
        }

        var little = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]);
        var big = start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        var isUtf32 = start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || start.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]);
        if (agreed == CsvEncoding.Utf16 && !isUtf32)
        {
            // Without a mark the NUL beside each letter of the header row tells the order of bytes; without NUL it is UTF-8 after all.
            return little ? (StartEncoding.Utf16LittleEndian, 2)
                : big ? (StartEncoding.Utf16BigEndian, 2)
                : start.Length >= 2 && start[0] == 0 ? (StartEncoding.Utf16BigEndian, 0)
                : start.Length >= 2 && start[1] == 0 ? (StartEncoding.Utf16LittleEndian, 0)
                : (StartEncoding.Utf8, 0);
        }

        return (little || big || isUtf32 ? StartEncoding.NotUtf8 : agreed == CsvEncoding.Windows1252
            ? StartEncoding.Windows1252 : StartEncoding.Utf8, 0);
    }
}
