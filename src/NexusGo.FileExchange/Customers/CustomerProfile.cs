using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

// The option classes of one file in config/customers/. The JSON Schema and config/README.md are generated from them:
// [Description] is the manual's sentence (with the unit), the initial value is the default, the annotations are the range.

/// <summary>Everything agreed with one customer.</summary>
public sealed record CustomerProfile
{
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
    public OrderSettings Orders { get; init; } = new();
    public PgpSettings Pgp { get; init; } = new();
    public AnswerSettings Answers { get; init; } = new();
    public BackReportSettings BackReports { get; init; } = new();
    public ConsumedSettings Consumed { get; init; } = new();
    public RequestSettings Requests { get; init; } = new();
    public RetentionSettings Retention { get; init; } = new();

    [MinLength(1)]
    [Description("The card layouts this customer may order.")]
    public IReadOnlyList<ProductSettings> Products { get; init; } = [];

    [Description("Delivery addresses that an order row may name by id.")]
    public IReadOnlyList<DeliveryAddress> DeliveryAddresses { get; init; } = [];

    [Description("The people whose OpenPGP signatures count, and what each may do.")]
    public IReadOnlyList<PersonSettings> People { get; init; } = [];

    /// <summary>The id as a type.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CustomerId Id => new(CustomerId);
}

/// <summary>The customer's SFTP server and how to get in.</summary>
public sealed record RemoteSettings
{
    [AllowedValues("OpenSsh", "Local", "SshNet")]
    [Description("OpenSsh: the system's ssh program. Local: a folder of this machine through the system's sftp-server program. SshNet: needs a build with the managed engines.")]
    public string Engine { get; init; } = "OpenSsh";

    [Description("Host name or address. Required for OpenSsh and SshNet.")]
    public string Host { get; init; } = "";

    [Range(1, 65535)]
    [Description("TCP port.")]
    public int Port { get; init; } = 22;

    [Description("User name at the server. Required for OpenSsh and SshNet.")]
    public string User { get; init; } = "";

    [Description("Pinned host keys, each as in a known_hosts line without the host: \"ssh-ed25519 AAAA…\". At least one for OpenSsh and SshNet; several while a server changes its key.")]
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    [Description("Path of the private key (mode 0600).")]
    public string? PrivateKeyFile { get; init; }

    [Description("Path of an ssh certificate for that key.")]
    public string? CertificateFile { get; init; }

    [Description("Path of a file whose first line is the key's passphrase, or env:NAME.")]
    public string? PassphraseFile { get; init; }

    [Description("Path of a file whose first line is the password, or env:NAME. Together with a key both are asked for.")]
    public string? PasswordFile { get; init; }

    [Description("Jump host as [user@]host[:port].")]
    public string? ProxyJump { get; init; }

    [Description("Further ssh options, passed on as they are, such as an older algorithm that a server insists on.")]
    public IReadOnlyDictionary<string, string> SshOptions { get; init; } = new Dictionary<string, string>();

    [Description("Engine Local: the folder that plays the remote root.")]
    public string? LocalRoot { get; init; }

    [Range(1, 16)]
    [Description("Most sessions at the same time with this server.")]
    public int MaxSessions { get; init; } = 1;

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From start to a usable session.")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("From a request to its answer.")]
    public TimeSpan OperationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:30:00")]
    [Description("Longest silence while a file is being transferred.")]
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    [TimeRange("00:00:01", "00:10:00")]
    [Description("Interval of keep-alives; three unanswered ones end the session.")]
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>The folders of the customer's area.</summary>
public sealed record FolderSettings
{
    [Required, Description("Where the customer puts orders, photo zips and requests.")]
    public string In { get; init; } = "/in/";

    [Description("Validation bench: answered in full, nothing stored. Empty: none.")]
    public string Test { get; init; } = "/in/test/";

    [Required, Description("Where receipts and row results go.")]
    public string Receipts { get; init; } = "/out/receipts/";

    [Required, Description("Where error files go.")]
    public string Errors { get; init; } = "/out/errors/";

    [Required, Description("Where back-reports, histories and erasure certificates go.")]
    public string Reports { get; init; } = "/out/reports/";

    [Required, Description("Where the customer may move reports it is done with.")]
    public string Consumed { get; init; } = "/out/consumed/";
}

/// <summary>How the inbox is watched.</summary>
public sealed record IntakeSettings
{
    [TimeRange("00:00:00.100", "1.00:00:00")]
    [Description("Time between two looks into the inbox.")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    [TimeRange("00:00:00", "1.00:00:00")]
    [Description("How long size and time of a file must stay the same, by our clock, before it counts as whole. Zero: two equal looks are enough.")]
    public TimeSpan StableFor { get; init; } = TimeSpan.FromSeconds(30);

    [TimeRange("00:00:00", "1.00:00:00")]
    [Description("How long a stable file of no bytes is waited for before it is answered as empty.")]
    public TimeSpan EmptyAfter { get; init; } = TimeSpan.FromMinutes(5);

    [TimeRange("00:00:00", "7.00:00:00")]
    [Description("How long a file whose name matches nothing waits before it is answered and set aside.")]
    public TimeSpan UnmatchedAfter { get; init; } = TimeSpan.FromMinutes(15);

    [TimeRange("00:01:00", "7.00:00:00")]
    [Description("How long a .done or .ctl file may wait for its data file before operators are told.")]
    public TimeSpan OrphanMarkerAfter { get; init; } = TimeSpan.FromMinutes(30);

    [Description("Further name patterns to leave alone while a file is being uploaded (* and ?), beside the built-in ones.")]
    public IReadOnlyList<string> Ignore { get; init; } = [];

    [Description("Further name patterns (* and ?) and the type they mean: ORD, REQ or PHO; the production partner's: EVT.")]
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    [Description("Regular expression with a group named seq that finds the sequence number in a file name. Empty: the digits at the end of the base name.")]
    public string SequencePattern { get; init; } = "";

    [Range(1, 64)]
    [Description("Files of one inbox handled at the same time (1 when a sequence is asked for).")]
    public int MaxFilesInFlight { get; init; } = 8;
}

public enum CsvEncoding
{
    Utf8,
    Windows1252,
}

/// <summary>What the customer's CSV files look like beyond the common rules.</summary>
public sealed record CsvSettings
{
    [Description("Utf8, or Windows1252 for a system that cannot write UTF-8.")]
    public CsvEncoding Encoding { get; init; } = CsvEncoding.Utf8;

    [Description("The customer's own column names and the column each means.")]
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();
}

/// <summary>Limits on what is accepted.</summary>
public sealed record LimitSettings
{
    [Range(1, 20_000_000), Description("Rows of one file.")]
    public int Rows { get; init; } = 10_000;

    [Range(1, 200), Description("Columns of one file.")]
    public int Columns { get; init; } = 40;

    [Range(1024, 8L << 30), Description("Size of one CSV file in bytes.")]
    public long CsvBytes { get; init; } = 20L << 20;

    [Range(1024, 16L << 30), Description("Size of one zip file in bytes.")]
    public long ZipBytes { get; init; } = 1L << 30;

    [Range(1, 1_000_000), Description("Entries of one zip file.")]
    public int ZipEntries { get; init; } = 10_000;

    [Range(1024, 100L << 20), Description("Size of one photo in bytes.")]
    public long PhotoBytes { get; init; } = 5L << 20;

    [Range(2, 10_000), Description("Most bytes that one compressed byte may become.")]
    public int ExpansionRatio { get; init; } = 100;

    [Range(1024, 16 << 20), Description("Size of one row in bytes.")]
    public int RowBytes { get; init; } = 1 << 20;
}

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

/// <summary>What an order may hold.</summary>
public sealed record OrderSettings
{
    [Description("PerRow: good rows go on. AllOrNothing: one rejected row rejects the file.")]
    public AcceptMode Accept { get; init; } = AcceptMode.PerRow;

    [Description("Auto, or FourEyes: a second person approves each file.")]
    public ApprovalMode Approval { get; init; } = ApprovalMode.Auto;

    [Description("None, Increasing or Strict sequence numbers of order files.")]
    public SequencePolicy Sequence { get; init; } = SequencePolicy.None;

    [Description("Columns that only a declaration allows: national_identity_number, nationality, birth_date, email, phone.")]
    public IReadOnlyList<string> DeclaredColumns { get; init; } = [];

    [Description("Kinds of identity number taken.")]
    public IReadOnlyList<IdentityNumberKind> IdentityNumbers { get; init; } = [IdentityNumberKind.Personnummer, IdentityNumberKind.Samordningsnummer];

    [Description("The customer's own columns custom_1 to custom_8.")]
    public IReadOnlyList<CustomColumn> CustomColumns { get; init; } = [];

    [Range(1, 3660), Description("Days during which the same content again is a duplicate file.")]
    public int DuplicateFileDays { get; init; } = 400;

    [Range(0, 3660), Description("Days during which the same person and product again puts the row on hold. Zero: never.")]
    public int DuplicatePersonDays { get; init; } = 30;
}

public enum CustomColumnType
{
    Text,
    Digits,
    Date,
}

/// <summary>One of custom_1 … custom_8.</summary>
public sealed record CustomColumn
{
    [Required, RegularExpression("^custom_[1-8]$"), Description("custom_1 to custom_8.")]
    public string Name { get; init; } = "";

    [Description("The header the customer uses for it, if another.")]
    public string? Header { get; init; }

    [Description("Text, Digits or Date.")]
    public CustomColumnType Type { get; init; } = CustomColumnType.Text;

    [Range(1, 200), Description("Longest value in characters.")]
    public int MaxLength { get; init; } = 60;

    [Description("True: every row needs it.")]
    public bool Required { get; init; }

    [Description("The only values allowed. Empty: any.")]
    public IReadOnlyList<string> Values { get; init; } = [];
}

public enum PgpMode
{
    Required,
    Optional,
    None,
}

public enum SignatureMode
{
    Required,
    Optional,
}

/// <summary>OpenPGP with this customer.</summary>
public sealed record PgpSettings
{
    [Description("Required: order files must be encrypted to us. Optional: both. None: an OpenPGP file is refused.")]
    public PgpMode Encryption { get; init; } = PgpMode.Required;

    [Description("Required: a registered person must have signed. Optional: a signature is checked if there is one.")]
    public SignatureMode Signature { get; init; } = SignatureMode.Required;

    [Description("Paths of the certificates that answers are encrypted to. Empty: answers are not encrypted.")]
    public IReadOnlyList<string> AnswerCertificates { get; init; } = [];
}

public enum AnswerLanguage
{
    Sv,
    En,
}

/// <summary>How answers are written.</summary>
public sealed record AnswerSettings
{
    [AllowedValues(";", ",", "\t"), Description("Separator of columns.")]
    public string Delimiter { get; init; } = ";";

    [Description("True: a byte order mark first, so that Excel reads UTF-8.")]
    public bool ByteOrderMark { get; init; } = true;

    [Description("True: every text is quoted. False: only where needed.")]
    public bool QuoteText { get; init; } = true;

    [AllowedValues("CRLF", "LF"), Description("End of a line.")]
    public string LineEnding { get; init; } = "CRLF";

    [Description("Sv or En: the language of the hint column and of manuals named in answers. Messages are always in both.")]
    public AnswerLanguage Language { get; init; } = AnswerLanguage.Sv;
}

/// <summary>When the customer is told what happened to its cards, and in which columns.</summary>
public sealed record BackReportSettings
{
    [Description("False: no back-reports are made; what happens is kept for the first one after it is turned on.")]
    public bool Enabled { get; init; } = true;

    [TimeRange("00:00:01", "31.00:00:00")]
    [Description("Time between two back-reports. Not used when Cron is set.")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(15);

    [RegularExpression(@"^$|^[0-9*/?,A-Z#-]+( [0-9*/?,A-Z#-]+){5,6}$")]
    [Description("When back-reports are made, as a cron expression with seconds (such as 0 0 6 ? * MON-FRI) in Swedish time. Empty: every Interval.")]
    public string Cron { get; init; } = "";

    [Description("True: a report without lines is made when nothing has happened, as a sign of life. False: nothing is sent then.")]
    public bool Heartbeat { get; init; }

    [Description("The columns wanted, in their standard order; record_type to event_time are always there. Empty: all.")]
    public IReadOnlyList<string> Columns { get; init; } = [];
}

/// <summary>A card layout.</summary>
public sealed record ProductSettings
{
    [Required, RegularExpression("^[A-Z0-9][A-Z0-9_-]{0,29}$"), Description("The code in product_code.")]
    public string Code { get; init; } = "";

    [Description("The layout's name, for people.")]
    public string Name { get; init; } = "";

    [Description("Columns that a row with this product must fill, such as first_name, last_name, photo_file.")]
    public IReadOnlyList<string> RequiredColumns { get; init; } = ["first_name", "last_name"];

    [Description("Longest value in characters per column where the layout has less room.")]
    public IReadOnlyDictionary<string, int> MaxLengths { get; init; } = new Dictionary<string, int>();

    [Range(1, 3660), Description("Longest validity in days from the day of the order.")]
    public int MaxValidityDays { get; init; } = 1826;
}

/// <summary>An address cards may be sent to.</summary>
public sealed record DeliveryAddress
{
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$"), Description("The id in delivery_address_id.")]
    public string Id { get; init; } = "";
    [Required] public string Recipient { get; init; } = "";
    [Required] public string Street { get; init; } = "";
    [Required] public string PostalCode { get; init; } = "";
    [Required] public string City { get; init; } = "";
    [Required, RegularExpression("^[A-Z]{2}$")] public string Country { get; init; } = "SE";
}

public enum PersonRight
{
    Order,
    Approve,
    Block,
    Erase,
    History,
    /// <summary>To tell what happened to cards: the production partner's people and systems, and nobody else.</summary>
    Events,
}

/// <summary>A person of the customer with an OpenPGP key.</summary>
public sealed record PersonSettings
{
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$"), Description("Short id of the person as it stands in receipts and evidence.")]
    public string Id { get; init; } = "";

    [Description("The person's name, for operators; never logged or sent.")]
    public string Name { get; init; } = "";

    [Required, Description("Path of the person's OpenPGP certificate.")]
    public string CertificateFile { get; init; } = "";

    [Description("What a signature of this person may ask for.")]
    public IReadOnlyList<PersonRight> Rights { get; init; } = [];

    [Description("First day the person's signature counts (YYYY-MM-DD).")]
    public DateOnly? ValidFrom { get; init; }

    [Description("Last day the person's signature counts (YYYY-MM-DD).")]
    public DateOnly? ValidTo { get; init; }

    public override string ToString() => $"person {Id}";
}
