using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

// The option classes of one file in config/customers/, each topic in a file beside this one. The JSON Schema and config/README.md are
// generated from them: [Description] is the manual's sentence (with the unit), the initial value is the default, the annotations are the
// range.

/// <summary>Everything agreed with one customer.</summary>
public sealed record CustomerProfile
{
    [InUseFrom(InUseFrom.Never)]
    [Required, RegularExpression("^[A-Z][A-Z0-9]{1,15}$")]
    [Description("The customer's id in file names, tables and logs. Never changed once used.")]
    public string CustomerId { get; init; } = "";

    [Required, StringLength(100, MinimumLength = 1)]
    [Description("The customer's name, for people.")]
    public string Name { get; init; } = "";

    [Description("False: nothing is picked up; reports already made are still delivered.")]
    public bool Enabled { get; init; } = true;

    [Description("Version of this agreement as it stands in receipts and evidence; any text, such as a date.")]
    [Required, StringLength(40, MinimumLength = 1)]
    public string Version { get; init; } = "1";

    public RemoteSettings Remote { get; init; } = new();
    public FolderSettings Folders { get; init; } = new();
    public IntakeSettings Intake { get; init; } = new();
    public CsvSettings Csv { get; init; } = new();
    public LimitSettings Limits { get; init; } = new();
    public BudgetSettings Budgets { get; init; } = new();
    public OrderSettings Orders { get; init; } = new();
    public PgpSettings Pgp { get; init; } = new();
    public AnswerSettings Answers { get; init; } = new();
    public BackReportSettings BackReports { get; init; } = new();
    public ConsumedSettings Consumed { get; init; } = new();
    public RequestSettings Requests { get; init; } = new();
    public StageLimitSettings StageLimits { get; init; } = new();
    public RetentionSettings Retention { get; init; } = new();
    public CustomerNoticeSettings Notices { get; init; } = new();
    public ArrivalSettings Arrivals { get; init; } = new();

    [MinLength(1)]
    [Description("The card layouts this customer may order.")]
    public IReadOnlyList<ProductSettings> Products { get; init; } = [];

    [Description("Delivery addresses that an order row may name by id.")]
    public IReadOnlyList<DeliveryAddress> DeliveryAddresses { get; init; } = [];

    [Description("The people whose OpenPGP signatures count, and what each may do.")]
    public IReadOnlyList<PersonSettings> People { get; init; } = [];

    /// <summary>
    /// The customer's file is gone and this is its last one: nothing is picked up, and what was agreed about data and reports goes on until
    /// it is offboarded.
    /// </summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRetired { get; init; }

    /// <summary>The id as a type.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CustomerId Id => new(CustomerId);
}
