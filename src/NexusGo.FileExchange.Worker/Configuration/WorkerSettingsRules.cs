using System.Net;
using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using Npgsql;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>What must hold between the worker's settings, and what may never stand in a file.</summary>
internal sealed class WorkerSettingsRules(WorkerSettings settings, SettingsReader places, HashSet<string> environment)
{
    public void Check()
    {
        var database = settings.Database;
        CheckConnection("Database.ConnectionString", database.ConnectionString, "Database.PasswordFile", database.PasswordFile);
        CheckConnection("Database.OwnerConnectionString", database.OwnerConnectionString, "Database.OwnerPasswordFile",
            database.OwnerPasswordFile);
        CheckConnection("Database.VaultConnectionString", database.VaultConnectionString, "Database.VaultPasswordFile",
            database.VaultPasswordFile);
        if (string.IsNullOrEmpty(database.ConnectionString)
            && (database.OwnerConnectionString ?? database.VaultConnectionString) is { Length: > 0 })
        {
            Add("Database.ConnectionString", "nothing", "the worker's connection string",
                "The owner's or vault's connection string alone is not enough");
        }

        CheckMasterKey();
        CheckPage();
        CheckTelemetry();
        CheckNotices();
    }

    /// <summary>Apart, so that nothing of mail is loaded where no notices are configured.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsMailAddress(string? text) => MimeKit.MailboxAddress.TryParse(text, out _);

    private void CheckNotices()
    {
        var notices = settings.Notices;
        if (notices.HasWebhook && !(Uri.TryCreate(notices.WebhookUrl, UriKind.Absolute, out var url)
            && (url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback))))
        {
            Add("Notices.WebhookUrl", "no https address", "https://…, or http:// on this machine", "");
        }

        if (notices.HasWebhook && (string.IsNullOrEmpty(notices.WebhookSecretFile)
            ? ("nothing", "What is sent is signed with it") : ConfiguredFiles.CheckSecret(notices.WebhookSecretFile)) is var (found,
            advice))
        {
            Add("Notices.WebhookSecretFile", found, "a readable file with mode 0600, or env:NAME", advice);
        }

        if (notices.HasMail && !IsMailAddress(notices.MailFrom))
        {
            Add("Notices.MailFrom", "no address", "the address that mails come from", "");
        }

        if (notices.MailTo.FirstOrDefault(one => !IsMailAddress(one)) is not null)
        {
            Add("Notices.MailTo", "something that is no address", "addresses of operators", "");
        }

        if (!string.IsNullOrEmpty(notices.MailUser) && (string.IsNullOrEmpty(notices.MailPasswordFile)
            ? ("nothing", "") : ConfiguredFiles.CheckSecret(notices.MailPasswordFile)) is var (missing, help))
        {
            Add("Notices.MailPasswordFile", missing, "a readable file with mode 0600, or env:NAME", help);
        }
    }

    private void CheckTelemetry()
    {
        var telemetry = settings.Telemetry;
        if (telemetry.OtlpEndpoint is { Length: > 0 } otlp
            && !(Uri.TryCreate(otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            Add("Telemetry.OtlpEndpoint", "something that is no http or https address", "an address such as http://127.0.0.1:4317", "");
        }

        if (telemetry.Listen is { Length: > 0 } listen && !(IPEndPoint.TryParse(listen, out var endpoint)
            && IPAddress.IsLoopback(endpoint.Address)))
        {
            Add("Telemetry.Listen", "no loopback address and port", "a loopback address and port such as 127.0.0.1:8461",
                "It has no log-in: let a proxy or an agent of this machine ask it");
        }
    }

    private void CheckPage()
    {
        var page = settings.Page;
        CheckConnection("Page.ConnectionString", page.ConnectionString, "Page.PasswordFile", page.PasswordFile);
        if (!IPEndPoint.TryParse(page.Listen, out var listen))
        {
            Add("Page.Listen", "something that is no address and port", "an address and port such as 127.0.0.1:8460", "");
        }
        else if (!IPAddress.IsLoopback(listen.Address) && string.IsNullOrEmpty(page.ProxyAddress))
        {
            Add("Page.Listen", "an address that other machines reach", "a loopback address, or also Page.ProxyAddress and Page.UserHeader",
                "The page has no log-in of its own");
        }

        if (string.IsNullOrEmpty(page.ProxyAddress) != string.IsNullOrEmpty(page.UserHeader))
        {
            Add("Page.ProxyAddress", "one of two", "Page.ProxyAddress and Page.UserHeader together, or neither",
                "The header counts only where it comes from the proxy");
        }

        if (!string.IsNullOrEmpty(page.ProxyAddress) && !IPAddress.TryParse(page.ProxyAddress, out _))
        {
            Add("Page.ProxyAddress", "something that is no address", "the proxy's IP address", "");
        }
    }

    private void CheckConnection(string setting, string? connectionString, string passwordSetting, string? passwordFile)
    {
        if (string.IsNullOrEmpty(connectionString))
        {
            if (!string.IsNullOrEmpty(passwordFile))
            {
                Add(passwordSetting, "a password without a connection string", $"nothing, or also {setting}", "");
            }

            return;
        }

        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            if (!string.IsNullOrEmpty(builder.Password) && !IsFromEnvironment(setting))
            {
                Add(setting, "a connection string with a password in it", "a connection string without a password",
                    $"Put the password into a file with mode 0600 and name it in {passwordSetting}, or set "
                    + WorkerConfiguration.EnvironmentPrefix + setting.Replace(".", "__", StringComparison.Ordinal));
            }

            if (string.IsNullOrEmpty(builder.Host))
            {
                Add(setting, "no Host", "Host, Database and Username", "");
            }
            else if (builder.SslMode != SslMode.VerifyFull && !builder.Host.Split(',').All(DatabaseHost.IsOfThisMachine))
            {
                Add(setting, $"a server beyond the network with SSL Mode={builder.SslMode}",
                    "SSL Mode=VerifyFull, a socket's folder, or a loopback address",
                    "Without it anybody on the way can read and answer. Name the authority of the server's certificate in Root "
                    + "Certificate where the system does not know it");
            }
        }
        catch (ArgumentException)
        {
            Add(setting, "something that is no connection string", "Host=…;Database=…;Username=…", "");
        }

        if (!string.IsNullOrEmpty(passwordFile) && ConfiguredFiles.CheckSecret(passwordFile) is var (found, advice))
        {
            Add(passwordSetting, found, "a readable file with mode 0600, or env:NAME", advice);
        }
    }

    private void CheckMasterKey()
    {
        var vault = settings.Vault;
        var embedded = string.IsNullOrEmpty(settings.Database.ConnectionString);
        if (vault.MasterKeyFile is { Length: > 0 } && vault.MasterKeyCommand is { Length: > 0 })
        {
            Add("Vault.MasterKeyCommand", "a file and a command", "one of MasterKeyFile and MasterKeyCommand", "");
        }
        else if (vault.MasterKeyFile is null && string.IsNullOrEmpty(vault.MasterKeyCommand))
        {
            Add("Vault.MasterKeyFile", "nothing", "MasterKeyFile or MasterKeyCommand",
                "With a database of your own the key is yours to make: openssl rand -hex 32 > master.key; chmod 600 master.key; keep a "
                + "copy in a safe place");
        }
        else if (vault.MasterKeyFile is { } path
            && !(embedded && WorkerConfiguration.IsDefaultMasterKey(settings, path) && !File.Exists(path))
            && ConfiguredFiles.CheckSecret(path) is var (found, advice))
        {
            Add("Vault.MasterKeyFile", found, "a readable file with mode 0600", advice);
        }

        if (vault.FormerMasterKeyFile is { } former && ConfiguredFiles.CheckSecret(former) is var (foundFormer, adviceFormer))
        {
            Add("Vault.FormerMasterKeyFile", foundFormer, "a readable file with mode 0600", adviceFormer);
        }
    }

    private bool IsFromEnvironment(string setting) =>
        environment.Contains(WorkerConfiguration.EnvironmentPrefix + setting.Replace(".", "__", StringComparison.Ordinal));

    private void Add(string setting, string found, string allowed, string advice) =>
        places.Add($"{nameof(AppSettingsFile.FileExchange)}.{setting}", found, allowed, advice);
}
