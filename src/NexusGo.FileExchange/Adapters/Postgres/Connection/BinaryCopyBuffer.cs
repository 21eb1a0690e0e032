using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Writes rows in PostgreSQL's binary COPY format (PostgreSQL manual, "COPY", section "Binary Format") into one buffer. Formatting them
/// here instead of field by field through the driver needs about a third of its processor time, and the database's own core is the
/// bottleneck of an import.
/// </summary>
internal sealed class BinaryCopyBuffer
{
    private static readonly DateTimeOffset PostgresEpoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly PostgresEpochDay = new(2000, 1, 1);

    private readonly ArrayBufferWriter<byte> buffer = new(1 << 14);

    public ReadOnlyMemory<byte> Written => buffer.WrittenMemory;

    public int Length => buffer.WrittenCount;

    /// <summary>Forgets what was sent.</summary>
    public void Clear() => buffer.ResetWrittenCount();

    /// <summary>Starts a new COPY: signature, flags, no header extension.</summary>
    public void Begin()
    {
        buffer.ResetWrittenCount();
        buffer.Write(Signature);
        Int32(0);
        Int32(0);
    }

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xff,
        (byte)'\r', (byte)'\n', 0];

    public void End() => Int16(-1);

    public void Row(short columns) => Int16(columns);

    public void Null() => Int32(-1);

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int32(value.Length);
        buffer.Write(value);
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Null();
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length);
        Encoding.UTF8.GetBytes(value, buffer.GetSpan(length));
        buffer.Advance(length);
    }

    public void Uuid(Guid value)
    {
        Int32(16);
        value.TryWriteBytes(buffer.GetSpan(16), bigEndian: true, out _);
        buffer.Advance(16);
    }

    /// <summary>Sixteen bytes of a bytea.</summary>
    public void Hash(UInt128 value)
    {
        Int32(16);
        BinaryPrimitives.WriteUInt128BigEndian(buffer.GetSpan(16), value);
        buffer.Advance(16);
    }

    public void Integer(int value)
    {
        Int32(4);
        Int32(value);
    }

    public void SmallInt(short value)
    {
        Int32(2);
        Int16(value);
    }

    public void BigInt(long value)
    {
        Int32(8);
        Int64(value);
    }

    public void Boolean(bool value)
    {
        Int32(1);
        buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        buffer.Advance(1);
    }

    public void Instant(DateTimeOffset value)
    {
        Int32(8);
        Int64((value - PostgresEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    public void InstantOrNull(DateTimeOffset? value)
    {
        if (value is { } instant)
        {
            Instant(instant);
        }
        else
        {
            Null();
        }
    }

    public void Date(DateOnly value)
    {
        Int32(4);
        Int32(value.DayNumber - PostgresEpochDay.DayNumber);
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(2), value);
        buffer.Advance(2);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    private void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }
}
