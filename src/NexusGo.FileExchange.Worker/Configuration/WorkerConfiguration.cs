using System.Collections;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Vault;
using Npgsql;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>The configuration folder as it was read: settings with absolute paths, and every problem of every file.</summary>
/// <param name="Directory">The folder that holds appsettings.json.</param>
/// <param name="Settings">The worker's settings; only to be used when <see cref="IsGood"/>.</param>
/// <param name="Customers">The customers' files.</param>
/// <param name="Production">The production partner, or null when there is no production.json.</param>
/// <param name="Problems">All problems of all files.</param>
public sealed record WorkerConfiguration(string Directory, WorkerSettings Settings, CustomerFolder Customers, ProductionProfile? Production,
    IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>The file in the data directory that holds the master key of the private database, unless the settings name one.</summary>
    public const string DefaultMasterKeyName = "master.key";

    /// <summary>Settings may be overridden by environment variables such as <c>NEXUSGO__Database__ConnectionString</c>.</summary>
    public const string EnvironmentPrefix = "NEXUSGO__";

    /// <summary>Names the configuration folder where no option does.</summary>
    public const string DirectoryVariable = "NEXUSGO_CONFIG";

    public const string SystemDirectory = "/etc/nexusgo-fileexchange";

    /// <summary>Whether this is the file that the private database makes for itself where it is missing.</summary>
    public static bool IsDefaultMasterKey(WorkerSettings settings, string path) =>
        path == Path.Combine(settings.DataDirectory, DefaultMasterKeyName);

    public bool IsGood => Problems.Count == 0;

    /// <summary>
    /// What keeps everybody from working. A customer's file that is broken is not among it: that customer goes on with its last good
    /// version, and the others are served.
    /// </summary>
    public IReadOnlyList<ConfigurationProblem> Obstacles =>
        Customers.Files.Count == 0 ? Problems : [.. Problems.Except(Customers.Problems).Except(ScheduleProblems)];

    /// <summary>Cron expressions of customers that never come true.</summary>
    private IReadOnlyList<ConfigurationProblem> ScheduleProblems { get; init; } = [];

    public string SettingsFile => Path.Combine(Directory, "appsettings.json");

    public string PartnerFile => Path.Combine(Directory, ProductionProfileReader.FileName);

    /// <summary>
    /// The option, else the variable, else the system's folder. Never one of the current folder: that may be anybody's, and a configuration
    /// names programs.
    /// </summary>
    public static string FindDirectory(string? option)
    {
        var named = option ?? Environment.GetEnvironmentVariable(DirectoryVariable);
        return string.IsNullOrEmpty(named) ? SystemDirectory : Path.GetFullPath(named);
    }

    /// <summary>Reads everything and checks it. Problems are values, all of them at once.</summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.PathUntrusted"/>: others could have changed the folder or its
    /// appsettings.json.</exception>
    public static WorkerConfiguration Load(string directory) => Load(directory, Environment.GetEnvironmentVariables());

    public static WorkerConfiguration Load(string directory, IDictionary environment)
    {
        var problems = new List<ConfigurationProblem>();
        var settings = ReadSettings(Path.Combine(directory, "appsettings.json"), environment, problems);
        var customers = CustomerProfileReader.ReadFolder(settings.CustomersDirectory);
        var partnerFile = Path.Combine(directory, ProductionProfileReader.FileName);
        var production = ProductionProfileReader.Read(partnerFile, problems);
        if (production is not null)
        {
            problems.AddRange(CustomerProfileRules.CheckPartner(production.AsArea(), partnerFile, customers));
        }

        var schedules = ScheduleRules.Check(customers).ToArray();
        return new WorkerConfiguration(directory, settings, customers, production, [.. problems, .. customers.Problems, .. schedules])
        {
            ScheduleProblems = schedules,
        };
    }

    private static WorkerSettings ReadSettings(string file, IDictionary environment, List<ConfigurationProblem> problems)
    {
        if (TrustedPath.Check(Path.GetFullPath(file)) is var (found, advice))
        {
            throw new FileExchangeException(FailureReason.PathUntrusted, isTransient: false,
                $"The configuration is not read, because others could have changed it: found {found}. {advice}");
        }

        JsonTree? json = null;
        try
        {
            json = JsonTree.ParseObject(File.ReadAllBytes(file), file, problems);
        }
        catch (UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(file, 0, 0, "", "a file that this user may not read", "the worker's settings",
                "Run it as the service's user: sudo -u nexusgo nexusgo-fx …"));
        }
        catch (IOException)
        {
            problems.Add(new ConfigurationProblem(file, 0, 0, "", "no readable file", "the worker's settings",
                $"Name the folder with --config or {DirectoryVariable}"));
        }

        json ??= JsonTree.EmptyObject(file);
        EnvironmentOverrides.Apply(json, nameof(AppSettingsFile.FileExchange), EnvironmentPrefix, environment);
        var reader = new SettingsReader(file, problems);
        var read = ((AppSettingsFile)reader.ReadSection(json, typeof(AppSettingsFile), "", nameof(AppSettingsFile.Serilog))).FileExchange;
        var fromEnvironment = environment.Keys.Cast<string>().Where(name => name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            .ToHashSet();
        var settings = MakeAbsolute(read, Path.GetDirectoryName(Path.GetFullPath(file))!);
        new WorkerSettingsRules(settings, reader, fromEnvironment).Check();
        return settings;
    }

    /// <summary>What a settings file alone says, without the environment, and whatever problems it has.</summary>
    internal static WorkerSettings Parse(byte[] content, string file)
    {
        var json = JsonTree.ParseObject(content, file, []) ?? JsonTree.EmptyObject(file);
        var read = (AppSettingsFile)new SettingsReader(file, []).ReadSection(json, typeof(AppSettingsFile), "",
            nameof(AppSettingsFile.Serilog));
        return MakeAbsolute(read.FileExchange, Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    private static WorkerSettings MakeAbsolute(WorkerSettings settings, string folder)
    {
        string At(string path) => ConfiguredPaths.Absolute(path, folder)!;
        var data = At(settings.DataDirectory);
        var embedded = string.IsNullOrEmpty(settings.Database.ConnectionString);
        return settings with
        {
            WorkerName = string.IsNullOrEmpty(settings.WorkerName) ? $"{Environment.MachineName}-{Environment.ProcessId}"
                : settings.WorkerName,
            DataDirectory = data,
            RunDirectory = At(settings.RunDirectory),
            CustomersDirectory = At(settings.CustomersDirectory),
            Database = settings.Database with
            {
                PasswordFile = ConfiguredPaths.Absolute(settings.Database.PasswordFile, folder),
                OwnerPasswordFile = ConfiguredPaths.Absolute(settings.Database.OwnerPasswordFile, folder),
                VaultPasswordFile = ConfiguredPaths.Absolute(settings.Database.VaultPasswordFile, folder),
            },
            Vault = settings.Vault with
            {
                MasterKeyFile = ConfiguredPaths.Absolute(settings.Vault.MasterKeyFile, folder)
                    ?? (embedded && string.IsNullOrEmpty(settings.Vault.MasterKeyCommand) ? Path.Combine(data, DefaultMasterKeyName)
                    : null),
                FormerMasterKeyFile = ConfiguredPaths.Absolute(settings.Vault.FormerMasterKeyFile, folder),
            },
            OpenPgp = settings.OpenPgp with
            {
                KeysDirectory = string.IsNullOrEmpty(settings.OpenPgp.KeysDirectory)
                    ? Path.Combine(data, "openpgp") : At(settings.OpenPgp.KeysDirectory),
                PassphraseFile = settings.OpenPgp.PassphraseFile switch
                {
                    null or "" => Path.Combine(data, "openpgp.passphrase"),
                    var name when name.StartsWith(PassphraseSource.CredentialPrefix, StringComparison.Ordinal) => name,
                    var path => At(path),
                },
            },
            Erasure = settings.Erasure with
            {
                JournalDirectory = ConfiguredPaths.Absolute(settings.Erasure.JournalDirectory, folder)
                    ?? Path.Combine(data, "erasure-journal"),
                AuditHeadDirectory = ConfiguredPaths.Absolute(settings.Erasure.AuditHeadDirectory, folder)
                    ?? Path.Combine(data, "audit-heads"),
            },
            Logging = settings.Logging with { Directory = ConfiguredPaths.Absolute(settings.Logging.Directory, folder)
                ?? Path.Combine(data, "logs") },
            Notices = settings.Notices with
            {
                WebhookSecretFile = ConfiguredPaths.Absolute(settings.Notices.WebhookSecretFile, folder),
                MailPasswordFile = ConfiguredPaths.Absolute(settings.Notices.MailPasswordFile, folder),
                MailAuthorityFile = ConfiguredPaths.Absolute(settings.Notices.MailAuthorityFile, folder),
            },
            Page = settings.Page with { PasswordFile = ConfiguredPaths.Absolute(settings.Page.PasswordFile, folder) },
        };
    }

    /// <summary>A connection string with its password put in; null when none is configured. Only for the moment of connecting.</summary>
    /// <exception cref="FileExchangeException">The password cannot be read.</exception>
    public static string? Connect(string? connectionString, string? passwordFile)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            return null;
        }

        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!string.IsNullOrEmpty(passwordFile))
        {
            builder.Password = Secrets.Read(passwordFile);
        }

        return builder.ConnectionString;
    }
}
