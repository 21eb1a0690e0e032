using System.Buffers.Binary;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The canonical bytes of a card's fields: one version byte (1), then per non-empty field, in ascending field number: field number (1 byte),
/// length (2 bytes, big-endian), UTF-8 value. Equal fields give equal bytes whatever the order of the columns in the file.
/// </summary>
public static class CardContent
{
    public const byte FormatVersion = 1;

    /// <summary>Writes one field; the caller writes fields in ascending order after the version byte.</summary>
    /// <returns>Bytes written.</returns>
    public static int WriteField(Span<byte> destination, CardField field, ReadOnlySpan<byte> value)
    {
        destination[0] = (byte)field;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], checked((ushort)value.Length));
        value.CopyTo(destination[3..]);
        return 3 + value.Length;
    }

    /// <summary>Reads the fields back, calling <paramref name="onField"/> for each.</summary>
    /// <exception cref="InvalidDataException">Not this format.</exception>
    public static void Read(ReadOnlySpan<byte> content, FieldAction onField)
    {
        if (content.IsEmpty || content[0] != FormatVersion)
        {
            throw new InvalidDataException("Card content of an unknown format version.");
        }

        content = content[1..];
        while (!content.IsEmpty)
        {
            if (content.Length < 3)
            {
                throw new InvalidDataException("Card content ends inside a field.");
            }

            var field = (CardField)content[0];
            var length = BinaryPrimitives.ReadUInt16BigEndian(content[1..]);
            if (content.Length < 3 + length)
            {
                throw new InvalidDataException("Card content ends inside a field.");
            }

            onField(field, content.Slice(3, length));
            content = content[(3 + length)..];
        }
    }

    public delegate void FieldAction(CardField field, ReadOnlySpan<byte> value);
}
