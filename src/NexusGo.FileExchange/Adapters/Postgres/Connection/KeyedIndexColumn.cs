using System.Buffers.Binary;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Keyed indexes as the columns that hold them: sixteen bytes, of the type uuid because PostgreSQL keeps and compares that best.
/// </summary>
internal static class KeyedIndexColumn
{
    public static Guid ToUuid(UInt128 index)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, index);
        return new Guid(bytes, bigEndian: true);
    }

    public static UInt128 Read(NpgsqlDataReader reader, int column)
    {
        Span<byte> bytes = stackalloc byte[16];
        reader.GetGuid(column).TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
