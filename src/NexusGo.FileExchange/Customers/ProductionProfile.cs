using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

// The option classes of config/production.json; schema and key tables are generated from them, as for a customer's file.

/// <summary>The production partner: the card factory's SFTP area, what it gets and what it has to report.</summary>
public sealed record ProductionProfile
{
    [Description("False: no batches are made and no events are picked up; what is made already is still delivered.")]
    public bool Enabled { get; init; } = true;

    [Required, StringLength(40, MinimumLength = 1)]
    [Description("Version of the agreement with the partner as it stands in receipts; any text, such as a date.")]
    public string Version { get; init; } = "1";

    public RemoteSettings Remote { get; init; } = new();

    public ProductionFolders Folders { get; init; } = new();

    public IntakeSettings Intake { get; init; } = new();
    public EventLimits Limits { get; init; } = new();

    [Description("Encryption and Signature: what event files must be. AnswerCertificates: whom batches and answers are encrypted to; "
        + "empty: batches are plain zip files, for an area that nobody else can reach.")]
    public PgpSettings Pgp { get; init; } = new();

    [Description("The partner's people or systems whose OpenPGP signatures count.")]
    public IReadOnlyList<PersonSettings> People { get; init; } = [];

    public AnswerSettings Answers { get; init; } = new();
    [Description("Whether the partner takes cancellations (CAN files) of cards that it has and has not begun to make. False: a customer's "
        + "CANCEL of such a card is refused (R-CAN-01).")]
    public bool TakesCancellations { get; init; } = true;

    public BatchSettings Batches { get; init; } = new();
    public ConsumedSettings Consumed { get; init; } = new();

    [Description(
        "What layouts hand over and expect back. A layout that is not listed hands over its required columns and expects nothing.")]
    public IReadOnlyList<LayoutSettings> Layouts { get; init; } = [];

    /// <summary>The entry of a customer's layout: its own before one that holds for all customers.</summary>
    public LayoutSettings? FindLayout(CustomerId customer, string productCode) =>
        Layouts.FirstOrDefault(l => l.ProductCode == productCode && l.CustomerId == customer.Value)
        ?? Layouts.FirstOrDefault(l => l.ProductCode == productCode && string.IsNullOrEmpty(l.CustomerId));

    /// <summary>
    /// The partner's area in the shape of a customer's, for everything that looks into an area, answers files and delivers.
    /// </summary>
    public CustomerProfile AsArea() => new()
    {
        CustomerId = Customers.CustomerId.Production.Value,
        Name = "Production",
        Enabled = Enabled,
        Version = Version,
        Remote = Remote,
        // The partner has no test folder, because an event file is never only rehearsed.
        Folders = new FolderSettings { In = Folders.In, Test = "", Receipts = Folders.Receipts, Errors = Folders.Errors,
            Reports = Folders.Batches, Consumed = Folders.Consumed },

        // One file at a time, because two could be about the same card.
        Intake = Intake with { MaxFilesInFlight = 1 },
        Limits = new LimitSettings { Rows = Limits.Rows, CsvBytes = Limits.CsvBytes },
        Pgp = Pgp,
        People = People,
        Answers = Answers,
        Consumed = Consumed,
    };
}

/// <summary>The partner as configured when the worker started; a changed production.json needs a restart.</summary>
/// <param name="Profile">Null: there is no production partner, cards wait as ACCEPTED.</param>
public sealed record ProductionPartner(ProductionProfile? Profile)
{
    public bool IsEnabled => Profile is { Enabled: true };

    public bool TakesCancellations => Profile is { TakesCancellations: true };
}

/// <summary>The folders of the partner's area.</summary>
public sealed record ProductionFolders
{
    [Required, Description("Where the partner puts event files.")]
    public string In { get; init; } = "/in/";

    [Required, Description("Where batches of cards and cancellations go.")]
    public string Batches { get; init; } = "/out/batches/";

    [Required, Description("Where receipts and row results of event files go.")]
    public string Receipts { get; init; } = "/out/receipts/";

    [Required, Description("Where error files go.")]
    public string Errors { get; init; } = "/out/errors/";

    [Required, Description("Where the partner may move batches and answers it is done with.")]
    public string Consumed { get; init; } = "/out/consumed/";
}

/// <summary>Limits on event files.</summary>
public sealed record EventLimits
{
    [Range(1, 20_000_000), Description("Rows of one event file.")]
    public int Rows { get; init; } = 1_000_000;

    [Range(1024, 8L << 30), Description("Size of one event file in bytes.")]
    public long CsvBytes { get; init; } = 512L << 20;
}

/// <summary>When and how batches are made.</summary>
public sealed record BatchSettings
{
    [TimeRange("00:00:01", "7.00:00:00")]
    [Description("Time between two runs that gather waiting cards.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    [Range(1, 100_000)]
    [Description("Most cards in one batch.")]
    public int Cards { get; init; } = 5_000;

    [Range(1, 100)]
    [Description("How often a card may be sent for production in all when it fails. 1: a failed card waits for a person.")]
    public int Attempts { get; init; } = 3;
}

/// <summary>What one layout hands over and expects back.</summary>
public sealed record LayoutSettings
{
    [Required, RegularExpression("^[A-Z0-9][A-Z0-9_-]{0,29}$"), Description("The layout's product code.")]
    public string ProductCode { get; init; } = "";

    [Description("The customer whose layout it is. Empty: every customer's of that code.")]
    public string? CustomerId { get; init; }

    [Description("Order columns that the partner needs to make the card, and no others. Empty: the layout's required columns.")]
    public IReadOnlyList<string> Columns { get; init; } = [];

    [Description("Event columns that a PRODUCED must fill: chip_type, uid_hex, hid_format, hid_facility, hid_number. Without them it "
        + "waits for a person.")]
    public IReadOnlyList<string> ExpectedReportFields { get; init; } = [];
}
