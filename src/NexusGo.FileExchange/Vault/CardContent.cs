using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The canonical bytes of a card's fields: one version byte (2), then per non-empty field, in ascending field number: field number (1
/// byte), length (unsigned LEB128: seven bits a byte, the lowest first), UTF-8 value. Equal fields give equal bytes whatever the order of
/// the columns in the file.
/// </summary>
public static class CardContent
{
    public const byte FormatVersion = 2;

    /// <summary>Field numbers are below this.</summary>
    public const int MaxFields = 64;

    /// <summary>What <see cref="WriteField"/> adds to a value at most, in bytes.</summary>
    public const int MaxFieldOverhead = 4;

    private const int MaxLength = 1 << 21;

    /// <summary>Writes one field; the caller writes fields in ascending order after the version byte.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteField(Span<byte> destination, CardField field, ReadOnlySpan<byte> value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value.Length, MaxLength);
        destination[0] = (byte)field;
        var at = 1;
        var length = (uint)value.Length;
        for (; length >= 0x80; length >>= 7)
        {
            destination[at++] = (byte)(length | 0x80);
        }

        destination[at++] = (byte)length;
        value.CopyTo(destination[at..]);
        return at + value.Length;
    }

    /// <summary>
    /// Finds the fields: start and length of each value in <paramref name="content"/>, by field number. Fields that are not there are left
    /// alone.
    /// </summary>
    /// <param name="content">What was written.</param>
    /// <param name="fields"><see cref="MaxFields"/> places.</param>
    /// <exception cref="InvalidDataException">Not this format.</exception>
    public static void Find(ReadOnlySpan<byte> content, Span<(int Start, int Length)> fields)
    {
        if (content.IsEmpty || content[0] != FormatVersion)
        {
            throw new InvalidDataException("Card content of an unknown format version.");
        }

        for (var at = 1; at < content.Length;)
        {
            var field = content[at++];
            var length = ReadLength(content, ref at);
            if (field >= MaxFields || length > content.Length - at)
            {
                throw EndsInside();
            }

            fields[field] = (at, length);
            at += length;
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> content, ref int at)
    {
        var length = 0;
        for (var shift = 0; shift < 21; shift += 7)
        {
            if (at == content.Length)
            {
                throw EndsInside();
            }

            var part = content[at++];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
            {
                return length;
            }
        }

        throw EndsInside();
    }

    private static InvalidDataException EndsInside() => new("Card content ends inside a field.");
}
