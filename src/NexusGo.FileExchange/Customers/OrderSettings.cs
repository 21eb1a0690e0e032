using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

public enum AcceptMode
{
    /// <summary>Good rows are accepted, bad rows rejected.</summary>
    PerRow,
    /// <summary>One rejected row rejects the file.</summary>
    AllOrNothing,
}

public enum ApprovalMode
{
    Auto,
    /// <summary>A second person must approve.</summary>
    FourEyes,
}

public enum SequencePolicy
{
    None,
    /// <summary>Each file's number is higher than the last accepted one's.</summary>
    Increasing,
    /// <summary>Each file's number is the last accepted one's plus one.</summary>
    Strict,
}

public enum IdentityNumberKind
{
    Personnummer,
    Samordningsnummer,
    /// <summary>A letter for the first digit of the birth number.</summary>
    Interim,
}

/// <summary>What becomes of a card in the register when it is ordered anew because it was lost or stolen.</summary>
public enum ReplacedCard
{
    Keep,
    Block,
    Terminate,
}

/// <summary>What an order may hold.</summary>
public sealed record OrderSettings
{
    [Description("PerRow: good rows go on. AllOrNothing: one rejected row rejects the file.")]
    public AcceptMode Accept { get; init; } = AcceptMode.PerRow;

    [Description("Auto, or FourEyes: a second person approves each file.")]
    public ApprovalMode Approval { get; init; } = ApprovalMode.Auto;

    [Description("None, Increasing or Strict sequence numbers of order files.")]
    public SequencePolicy Sequence { get; init; } = SequencePolicy.None;

    [Description("False: zip files are refused by their name, before they are fetched. Photos cannot come then.")]
    public bool ZipFiles { get; init; } = true;

    [Description("False: Excel workbooks are refused by their name, before they are fetched.")]
    public bool Workbooks { get; init; } = true;

    [Description("Columns that only a declaration allows: national_identity_number, nationality, birth_date, email, phone.")]
    public IReadOnlyList<string> DeclaredColumns { get; init; } = [];

    [Description("Kinds of identity number taken.")]
    public IReadOnlyList<IdentityNumberKind> IdentityNumbers { get; init; } = [IdentityNumberKind.Personnummer,
        IdentityNumberKind.Samordningsnummer];

    [Description("The customer's own columns custom_1 to custom_8.")]
    public IReadOnlyList<CustomColumn> CustomColumns { get; init; } = [];

    [Description("What becomes of a card in the register that is replaced as LOST or STOLEN: Keep, Block or Terminate.")]
    public ReplacedCard LostOrStolen { get; init; } = ReplacedCard.Block;

    [Range(1, 3660), Description("Days during which the same content again is a duplicate file.")]
    public int DuplicateFileDays { get; init; } = 400;

    [Range(0, 3660), Description("Days during which the same person and product again puts the row on hold. Zero: never.")]
    public int DuplicatePersonDays { get; init; } = 30;
}
