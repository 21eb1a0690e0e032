using System.Buffers;
using System.Runtime.InteropServices;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Some thousand checked rows on their way into the store: indexed and sealed as they are added, so that nothing of a row but its reference
/// stays in the clear. Used again for the next thousands; memory does not grow with the file.
/// </summary>
internal sealed class OrderBatch(CustomerVault vault, CardSealer sealer, CardIds cardIds)
{
    public const int MaxRows = 4_096;
    private const int MaxBytes = 4 << 20;

    /// <summary>Most files are small: room for more comes when it is needed.</summary>
    private const int FirstRows = 64;

    private BatchRow[] rows = new BatchRow[FirstRows];
    private readonly List<RowFinding> findings = [];
    private readonly ArrayBufferWriter<byte> bytes = new(16 * 1024);

    public Span<BatchRow> Rows => rows.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>How many rows it takes, at most <see cref="MaxRows"/>.</summary>
    public int RowLimit { get; set; } = MaxRows;

    public bool IsFull => Count == RowLimit || bytes.WrittenCount > MaxBytes;

    public ReadOnlySpan<byte> Bytes(Slice slice) => Memory(slice).Span;

    public ReadOnlyMemory<byte> Memory(Slice slice) => bytes.WrittenMemory.Slice(slice.Start, slice.Length);

    /// <summary>The customer key that wraps the keys of the batch's cards.</summary>
    public Guid CustomerKeyId => sealer.CustomerKeyId;

    /// <summary>The card of a row that is not rejected.</summary>
    public SealedCard CardOf(in BatchRow row) =>
        new(row.CardId, Memory(row.Sealed), new WrappedCardKey(CustomerKeyId, Memory(row.WrappedKey)));

    public ReadOnlySpan<RowFinding> FindingsOf(in BatchRow row) =>
        CollectionsMarshal.AsSpan(findings).Slice(row.FirstFinding, row.Findings);

    public void Clear()
    {
        Count = 0;
        findings.Clear();
        bytes.ResetWrittenCount();
    }

    /// <summary>Copies what is needed of <paramref name="row"/>; a row that is not rejected is indexed and sealed.</summary>
    public void Add(CheckedRow row)
    {
        if (Count == rows.Length)
        {
            Array.Resize(ref rows, Math.Min(rows.Length * 4, MaxRows));
        }

        ref var target = ref rows[Count++];
        target = default;
        target.RowNumber = row.RowNumber;
        target.LineNumber = row.LineNumber;
        target.PersonColumn = row.PersonColumn;
        target.ProductCode = row.ProductCode;
        target.CustomerRef = Append(row.CustomerRef);
        target.FirstFinding = findings.Count;
        target.Findings = row.Findings.Count;
        for (var i = 0; i < row.Findings.Count; i++)
        {
            findings.Add(row.Findings[i]);
        }

        if (row.IsRejected)
        {
            target.Outcome = RowOutcome.Rejected;
            target.Code = row.FirstErrorCode;
            return;
        }

        target.Outcome = row.HoldCode is null ? RowOutcome.Accepted : RowOutcome.OnHold;
        target.Code = row.HoldCode;
        target.PhotoFile = Append(row.PhotoFile);
        target.AwaitsPhoto = row.AwaitsPhoto;
        target.ProtectedIdentity = row.ProtectedIdentity;
        target.EraseAfter = row.EraseAfter;
        target.ValidUntil = row.ValidUntil;
        target.ReplacesCardNo = row.ReplacesCardNo;
        target.ReplaceReason = row.ReplaceReason;
        target.DeliveryMethod = row.DeliveryMethod;
        target.RefIndex = Index(IndexKind.CustomerRef, row.CustomerRef);
        target.PersonIndex = row.PersonKey.IsEmpty ? 0 : Index(IndexKind.Person, row.PersonKey);
        target.CardId = cardIds.Next();
        Seal(ref target, row.Content);
    }

    private void Seal(ref BatchRow target, ReadOnlySpan<byte> content)
    {
        var length = content.Length + CardSealer.SealOverhead;
        var room = bytes.GetSpan(length + CardSealer.WrappedKeyLength)[..(length + CardSealer.WrappedKeyLength)];
        sealer.Seal(target.CardId, content, room[..length], room[length..]);
        target.Sealed = new Slice(bytes.WrittenCount, length);
        target.WrappedKey = new Slice(bytes.WrittenCount + length, CardSealer.WrappedKeyLength);
        bytes.Advance(room.Length);
    }

    private Slice Append(ReadOnlySpan<byte> value)
    {
        var start = bytes.WrittenCount;
        bytes.Write(value);
        return new Slice(start, value.Length);
    }

    private UInt128 Index(IndexKind kind, ReadOnlySpan<byte> value)
    {
        Span<byte> hash = stackalloc byte[16];
        vault.Index(kind, value, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
