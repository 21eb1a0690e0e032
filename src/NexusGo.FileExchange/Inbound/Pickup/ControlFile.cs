using System.Buffers;
using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// What a customer says about the data file beside which it lies: lines <c>key=value</c>, in any order, each key at most once, all
/// optional. A key that is not known makes the file unreadable: a mistyped check would otherwise check nothing.
/// </summary>
public sealed record ControlFile
{
    /// <summary>The largest control file, in bytes.</summary>
    public const int MaxBytes = 4096;

    private const int MaxLocalId = 64;

    private static readonly SearchValues<byte> LocalIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:/-"u8);

    /// <summary>Number of data rows, or null.</summary>
    public long? Rows { get; init; }

    /// <summary>SHA-256 of the data file as uploaded, 64 lower-case hexadecimal digits, or null.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Sequence number, or null.</summary>
    public long? Seq { get; init; }

    /// <summary>The customer's own id of the file, echoed in the receipt; at most 64 characters, no person's number; or null.</summary>
    public string? LocalId { get; init; }

    /// <param name="content">The whole file. ASCII, or UTF-8 with a byte order mark; LF, CRLF or CR; blank lines and lines starting with #
    /// do not count.</param>
    /// <param name="file">The values, when the answer is true.</param>
    /// <param name="problem">What is wrong and in which line, without any value, when the answer is false.</param>
    /// <param name="language">The language of <paramref name="problem"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> content, out ControlFile file, out string? problem,
        AnswerLanguage language = AnswerLanguage.En)
    {
        file = new ControlFile();
        var sv = language == AnswerLanguage.Sv;
        problem = content.Length > MaxBytes ? sv ? $"större än {MaxBytes} byte" : $"larger than {MaxBytes} bytes" : null;
        if (problem is not null)
        {
            return false;
        }

        if (content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            content = content[3..];
        }

        var line = 0;
        while (!content.IsEmpty)
        {
            var end = content.IndexOfAny((byte)'\n', (byte)'\r');
            var text = end < 0 ? content : content[..end];
            var used = end < 0 ? content.Length : end + (content[end..].StartsWith("\r\n"u8) ? 2 : 1);
            content = content[used..];
            line++;
            text = text.Trim(" \t"u8);
            if (text.IsEmpty || text[0] == '#')
            {
                continue;
            }

            problem = ReadLine(text, ref file, sv);
            if (problem is not null)
            {
                problem = string.Create(CultureInfo.InvariantCulture, $"{(sv ? "rad" : "line")} {line}: {problem}");
                return false;
            }
        }

        return true;
    }

    private static string? ReadLine(ReadOnlySpan<byte> text, ref ControlFile file, bool sv)
    {
        var equals = text.IndexOf((byte)'=');
        if (equals < 0)
        {
            return sv ? "inte nyckel=värde" : "not key=value";
        }

        var key = text[..equals].Trim(" \t"u8);
        var value = text[(equals + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(key, "rows"u8))
        {
            var ok = TryNumber(value, out var rows);
            return Twice(file.Rows, sv) ?? Set(ok, ref file, file with { Rows = rows },
                sv ? "rows är inget heltal på högst 18 siffror" : "rows is not a whole number of at most 18 digits");
        }

        if (Ascii.EqualsIgnoreCase(key, "seq"u8))
        {
            var ok = TryNumber(value, out var seq);
            return Twice(file.Seq, sv) ?? Set(ok, ref file, file with { Seq = seq },
                sv ? "seq är inget heltal på högst 18 siffror" : "seq is not a whole number of at most 18 digits");
        }

        if (Ascii.EqualsIgnoreCase(key, "sha256"u8))
        {
            var ok = value.Length == 64 && TryHex(value);
            return Twice(file.Sha256, sv) ?? Set(ok, ref file, file with { Sha256 = ok ? Lower(value) : null },
                sv ? "sha256 är inte 64 hexadecimala siffror" : "sha256 is not 64 hexadecimal digits");
        }

        if (Ascii.EqualsIgnoreCase(key, "local_id"u8))
        {
            var ok = value.Length is > 0 and <= MaxLocalId && value.IndexOfAnyExcept(LocalIdCharacters) < 0
                && !IdentityNumberScan.FindInName(value, out _, out _);
            return Twice(file.LocalId, sv)
                ?? Set(ok, ref file, file with { LocalId = ok ? Encoding.ASCII.GetString(value) : null },
                sv ? "local_id är inte 1 till 64 bokstäver, siffror och . _ : / -, eller innehåller ett personnummer"
                        : "local_id is not 1 to 64 letters, digits and . _ : / -, or holds a person's number");
        }

        return sv ? "okänd nyckel" : "unknown key";
    }

    private static string? Twice(object? before, bool sv) => before is null ? null : sv
        ? "en nyckel står två gånger" : "a key stands twice";

    private static string? Set(bool ok, ref ControlFile file, ControlFile changed, string problem)
    {
        if (!ok)
        {
            return problem;
        }

        file = changed;
        return null;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 18 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryHex(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiHexDigit((char)b))
            {
                return false;
            }
        }

        return true;
    }

    private static string Lower(ReadOnlySpan<byte> text)
    {
        Span<byte> lower = stackalloc byte[64];
        Ascii.ToLower(text, lower, out var written);
        return Encoding.ASCII.GetString(lower[..written]);
    }
}
