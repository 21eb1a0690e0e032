using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// One order row after all rules. The reader owns one instance and fills it again for every row, so that a file of any length costs
/// no allocation per good row: whoever needs a row longer copies it. Spans are valid until the next read.
/// </summary>
public sealed class CheckedRow
{
    private readonly List<RowFinding> findings = [];
    private byte[] content = new byte[1024];
    private int contentLength;
    private byte[] personKey = new byte[32];
    private int personKeyLength;
    private byte[] customerRef = new byte[64];
    private int customerRefLength;
    private byte[] photoFile = new byte[64];
    private int photoFileLength;
    private string? firstError;

    /// <summary>1-based number among the data rows (blank lines and the header do not count).</summary>
    public int RowNumber { get; internal set; }

    /// <summary>1-based line where the row starts, as in an editor.</summary>
    public long LineNumber { get; internal set; }

    /// <summary>All findings, errors and warnings, in column order.</summary>
    public IReadOnlyList<RowFinding> Findings => findings;

    /// <summary>Whether any finding is an error.</summary>
    public bool IsRejected { get; private set; }

    /// <summary>The code of the first error, or of the hold, or null.</summary>
    public string? FirstErrorCode => firstError ?? HoldCode;

    /// <summary>Not null: the row is right but waits, with this code (<c>W-PHO-…</c>).</summary>
    public string? HoldCode { get; internal set; }

    /// <summary>The reference, or empty when it broke its rule (then it is not echoed).</summary>
    public ReadOnlySpan<byte> CustomerRef => customerRef.AsSpan(0, customerRefLength);

    /// <summary>The photo's name in the zip file, where the layout prints one and the row says which; else empty.</summary>
    public ReadOnlySpan<byte> PhotoFile => photoFile.AsSpan(0, photoFileLength);

    /// <summary>Whether the layout prints a photo that does not come with this row.</summary>
    public bool AwaitsPhoto { get; internal set; }

    /// <summary>The product's code, or empty when unknown.</summary>
    public string ProductCode { get; internal set; } = "";

    /// <summary>
    /// All fields of the row in canonical form (see <see cref="CardContent"/>): what is sealed, and what decides "same content".
    /// </summary>
    public ReadOnlySpan<byte> Content => content.AsSpan(0, contentLength);

    /// <summary>
    /// What tells the person apart from others (12 digits, or name and birth date, or employee number; tagged), or empty when nothing does.
    /// </summary>
    public ReadOnlySpan<byte> PersonKey => personKey.AsSpan(0, personKeyLength);

    /// <summary>The column <see cref="PersonKey"/> is chiefly made of, or empty.</summary>
    public string PersonColumn { get; private set; } = "";

    public bool ProtectedIdentity { get; internal set; }
    /// <summary>IMMEDIATE, 3M, 6M, 12M, 24M, 36M or null.</summary>
    public string? EraseAfter { get; internal set; }
    public DateOnly? ValidUntil { get; internal set; }
    /// <summary>The card this one replaces (with its check digit), or null.</summary>
    public long? ReplacesCardNo { get; internal set; }
    public string? ReplaceReason { get; internal set; }
    public string? DeliveryMethod { get; internal set; }

    internal void Reset(int rowNumber, long lineNumber)
    {
        RowNumber = rowNumber;
        LineNumber = lineNumber;
        findings.Clear();
        IsRejected = false;
        firstError = null;
        HoldCode = null;
        ProductCode = PersonColumn = "";
        contentLength = personKeyLength = customerRefLength = photoFileLength = 0;
        AwaitsPhoto = false;
        ProtectedIdentity = false;
        EraseAfter = null;
        ValidUntil = null;
        ReplacesCardNo = null;
        ReplaceReason = null;
        DeliveryMethod = null;
    }

    internal void Add(in RowFinding finding)
    {
        findings.Add(finding);
        if (finding.IsError && !IsRejected)
        {
            IsRejected = true;
            firstError = finding.Code;
        }
    }

    internal void SetCustomerRef(ReadOnlySpan<byte> value) => Set(ref customerRef, ref customerRefLength, value);

    internal void SetPhotoFile(ReadOnlySpan<byte> value) => Set(ref photoFile, ref photoFileLength, value);

    internal void SetPersonKey(ReadOnlySpan<byte> value, string column)
    {
        PersonColumn = column;
        Set(ref personKey, ref personKeyLength, value);
    }

    internal void SetContent(ReadOnlySpan<byte> value) => Set(ref content, ref contentLength, value);

    public override string ToString() => $"row {RowNumber}";

    private static void Set(ref byte[] target, ref int length, ReadOnlySpan<byte> value)
    {
        if (target.Length < value.Length)
        {
            target = new byte[value.Length * 2];
        }

        value.CopyTo(target);
        length = value.Length;
    }
}
