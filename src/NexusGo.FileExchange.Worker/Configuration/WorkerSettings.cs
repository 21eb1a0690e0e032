using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker.Configuration;

// The option classes of config/appsettings.json. Schema and key tables are generated from them, as for the customer's file.

/// <summary>The whole file.</summary>
public sealed record AppSettingsFile
{
    [Description("The worker's own settings.")]
    public WorkerSettings FileExchange { get; init; } = new();

    [Description("Log levels as Serilog reads them (MinimumLevel and its Override). Where logs go is set by FileExchange.Logging.")]
    public object? Serilog { get; init; }
}

/// <summary>The worker itself.</summary>
public sealed record WorkerSettings
{
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$")]
    [Description("Name of this worker in leases, logs and status. Empty: host name and process id. Two workers never share a name.")]
    public string? WorkerName { get; init; }

    [Required]
    [Description("Folder for what must outlive a restart: embedded database, logs, generated master key. The spool lies here too: "
        + "encrypted, on the disk, gone with the worker.")]
    public string DataDirectory { get; init; } = "/var/lib/nexusgo-fileexchange";

    [Required]
    [Description("Folder for what may vanish at a restart: sockets, known_hosts, status file. Needs no backup.")]
    public string RunDirectory { get; init; } = "/run/nexusgo-fileexchange";

    [Required]
    [Description("Folder with one file per customer. A relative path starts at the folder of appsettings.json.")]
    public string CustomersDirectory { get; init; } = "customers";

    [Range(0, 1L << 40)]
    [Description("Bytes that must be free on the disk of DataDirectory for files to be taken in; below it the inboxes wait, and answers "
        + "are still delivered. Zero: no floor.")]
    public long FreeSpaceFloorBytes { get; init; } = 1L << 30;

    [TimeRange("00:00:01", "00:10:00")]
    [Description("How long a stop waits for work under way to reach its next durable step.")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Range(1, 256)]
    [Description("Jobs (one pick-up or delivery of one customer) that run at the same time.")]
    public int MaxConcurrentJobs { get; init; } = 16;

    public DatabaseSettings Database { get; init; } = new();
    public VaultSettings Vault { get; init; } = new();
    public OpenPgpSettings OpenPgp { get; init; } = new();
    public LeaseSettings Lease { get; init; } = new();
    public ErasureSettings Erasure { get; init; } = new();
    public OperatorSettings Operators { get; init; } = new();
    public LoggingSettings Logging { get; init; } = new();
    public PageSettings Page { get; init; } = new();
    public TelemetrySettings Telemetry { get; init; } = new();
    public NoticeSettings Notices { get; init; } = new();
}

/// <summary>PostgreSQL. Passwords never stand in a file of settings.</summary>
public sealed record DatabaseSettings
{
    [Description(
        "Connection string of the worker's role, without a password. Empty: a private PostgreSQL is started and stopped with the worker.")]
    public string? ConnectionString { get; init; }

    [Description("Path of a file (mode 0600) whose first line is the password for ConnectionString, or env:NAME.")]
    public string? PasswordFile { get; init; }

    [Description("Connection string of the owner of the tables; only migrate uses it. Empty: as ConnectionString.")]
    public string? OwnerConnectionString { get; init; }

    [Description("Path of a file (mode 0600) whose first line is the owner's password, or env:NAME.")]
    public string? OwnerPasswordFile { get; init; }

    [Description("Connection string of the database that holds the customers' keys. Empty: as ConnectionString.")]
    public string? VaultConnectionString { get; init; }

    [Description("Path of a file (mode 0600) whose first line is the password for VaultConnectionString, or env:NAME.")]
    public string? VaultPasswordFile { get; init; }
}

/// <summary>Where the master key comes from: at most one of the two. Whoever loses it loses every card's data.</summary>
public sealed record VaultSettings
{
    [Description("Path of a file (mode 0600) with the master key, 32 bytes as 64 hex digits or base64, or credential:NAME for one that "
        + "systemd hands over. Empty with the embedded database: master.key in DataDirectory, made at the first start.")]
    public string? MasterKeyFile { get; init; }

    [Description("Command line that prints the master key, such as a call to a key store.")]
    public string? MasterKeyCommand { get; init; }

    [Description("Path of a file (mode 0600) with the master key before this one, while nexusgo-fx keys rotate-master is under way: what "
        + "it wrapped still opens. Empty: none.")]
    public string? FormerMasterKeyFile { get; init; }
}

/// <summary>Our side of OpenPGP. Each customer's side is in its own file.</summary>
public sealed record OpenPgpSettings
{
    [Description("Folder of our own keys, for the worker's user alone (mode 0700): made and changed by nexusgo-fx keys. Needs a backup. "
        + "Empty: openpgp in DataDirectory.")]
    public string? KeysDirectory { get; init; }

    [Description("The passphrase of our keys: path of a file (mode 0600) with it in the first line, env:NAME, or credential:NAME for one "
        + "that systemd hands over. Empty: openpgp.passphrase in DataDirectory, made with the first key.")]
    public string? PassphraseFile { get; init; }

    /// <summary>The same, as the engine reads it.</summary>
    internal PassphraseSource? Passphrase => string.IsNullOrEmpty(PassphraseFile) ? null : PassphraseSource.Parse(PassphraseFile);
}

/// <summary>The exclusive right to a customer's area.</summary>
public sealed record LeaseSettings
{
    [TimeRange("00:00:05", "00:00:30")]
    [Description("How long a lease lasts without renewal: the longest time until another worker takes over from a dead one.")]
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>Erasure and what proves it.</summary>
public sealed record ErasureSettings
{
    [Description("Folder of the erasure journal: which cards were erased, by internal ids alone. It must not be restored together with "
        + "the database, and all workers of one database share it. Empty: erasure-journal in DataDirectory.")]
    public string? JournalDirectory { get; init; }

    [Description("Folder of the audit logs' daily heads, to be shipped to another place. Empty: audit-heads in DataDirectory.")]
    public string? AuditHeadDirectory { get; init; }

    [InUseFrom(InUseFrom.NextVerb)]
    [Range(0, 3660)]
    [Description("Days after which the oldest backup of the database is destroyed. Evidence says until when an erased card may still "
        + "stand in one; nothing is done by it.")]
    public int BackupDays { get; init; } = 35;
}

/// <summary>The people who run verbs.</summary>
[InUseFrom(InUseFrom.NextVerb)]
public sealed record OperatorSettings
{
    [Description("Verbs that do nothing until a second person runs the same command within 24 hours. People are told apart by who logged "
        + "in to this machine, whatever user they became since.")]
    public IReadOnlyList<GuardedVerb> SecondPerson { get; init; } = [];
}

/// <summary>How log files are written.</summary>
public enum LogFormat
{
    Text,
    Json,
}

/// <summary>Log files: one per day, without personal data.</summary>
public sealed record LoggingSettings
{
    [Description("Folder of the log files. Empty: logs in DataDirectory.")]
    public string? Directory { get; init; }

    [Description("Text: a line an event. Json: an object an event, with every field.")]
    public LogFormat Format { get; init; } = LogFormat.Text;

    [Range(1, 3660)]
    [Description("Days a log file is kept.")]
    public int RetentionDays { get; init; } = 90;

    [Range(1L << 20, 4L << 30)]
    [Description("Size in bytes at which a day's log goes on in a second file.")]
    public long MaxFileBytes { get; init; } = 256L << 20;

    [Range(1L << 20, 1L << 40)]
    [Description("Size in bytes of all log files together; beyond it the oldest are removed, whatever RetentionDays says.")]
    public long MaxTotalBytes { get; init; } = 8L << 30;

    [Range(1L << 10, 1L << 40)]
    [Description("Bytes of the log files that are about one customer on one day (UTC), once for errors and once for the rest; further "
        + "lines about it are left out, and event 7031 says so.")]
    public long MaxCustomerBytesPerDay { get; init; } = 16L << 20;
}
