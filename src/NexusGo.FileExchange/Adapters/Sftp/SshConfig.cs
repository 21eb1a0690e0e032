using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// The private configuration file of one ssh process. A file and not options on the command line, because ssh hands only the file on to the
/// process it starts for a jump host. In ssh the first value of an option counts: what keeps the session safe stands first, then the
/// endpoint's own <see cref="RemoteEndpoint.SshOptions"/>, then defaults that these may replace.
/// </summary>
/// <param name="endpoint">Where to, and how.</param>
/// <param name="now">Decides which legacy algorithms are still offered.</param>
internal sealed class SshConfig(RemoteEndpoint endpoint, DateTimeOffset now)
{
    /// <summary>The name the destination has in the file.</summary>
    public const string Alias = "nexusgo-remote";

    /// <summary>The name the jump host has in the file.</summary>
    public const string JumpAlias = "nexusgo-jump";

    /// <summary>The GCM modes are the fastest by far where the processor has AES; everything else stays possible.</summary>
    private const string Ciphers =
        "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr";

    private readonly StringBuilder text = new();

    /// <param name="knownHostsFile">Path of the file with the destination's pinned keys.</param>
    /// <param name="jumpKnownHostsFile">Path of the file with the jump host's.</param>
    public string Build(string knownHostsFile, string jumpKnownHostsFile)
    {
        Target(knownHostsFile);
        Jump(jumpKnownHostsFile);
        return text.ToString();
    }

    private void Target(string knownHostsFile)
    {
        Line("Host", Alias);
        Line("HostName", Plain("Host", endpoint.Host));
        Line("Port", endpoint.Port.ToString(CultureInfo.InvariantCulture));
        Line("User", Plain("User", endpoint.User));
        Line("HostKeyAlias", Plain("Host", endpoint.Host)); // Without the port, and what a host certificate has to be for.
        var methods = new List<string>();
        if (endpoint.PrivateKeyFile is not null)
        {
            methods.Add("publickey");
        }

        if (endpoint.PasswordFile is not null)
        {
            methods.AddRange(["keyboard-interactive", "password"]);
        }

        Line("PreferredAuthentications", methods.Count == 0 ? "none" : string.Join(',', methods));
        if (endpoint.ProxyJump is not null)
        {
            Line("ProxyJump", JumpAlias);
        }

        Safety(knownHostsFile);
        foreach (var (key, value) in endpoint.SshOptions)
        {
            Option(key, value);
        }

        Legacy();
        Line("Ciphers", Ciphers);
        Liveness();
    }

    private void Jump(string knownHostsFile)
    {
        if (endpoint.ProxyJump is not { } jump)
        {
            return;
        }

        var (user, host, port) = SplitJump(jump);
        Line("Host", JumpAlias);
        Line("HostName", Plain("ProxyJump", host));
        Line("Port", port);
        Line("User", Plain("ProxyJump", user));
        Line("HostKeyAlias", Plain("ProxyJump", host));
        // The password belongs to the destination; a jump host gets to see signatures only.
        Line("PreferredAuthentications", "publickey");
        Safety(knownHostsFile);
        Line("Ciphers", Ciphers);
        Liveness();
    }

    private void Safety(string knownHostsFile)
    {
        Line("StrictHostKeyChecking", "yes");
        Line("UserKnownHostsFile", Quoted("RunDirectory", knownHostsFile));
        Line("GlobalKnownHostsFile", "/dev/null");
        Line("UpdateHostKeys", "no");
        Line("CheckHostIP", "no");
        Line("VerifyHostKeyDNS", "no");
        Line("BatchMode", NeedsAnswers(endpoint) ? "no" : "yes");
        Line("NumberOfPasswordPrompts", "1");
        Line("IdentitiesOnly", "yes");
        Line("IdentityAgent", "none");
        Line("IdentityFile", endpoint.PrivateKeyFile is { } key ? Quoted("PrivateKeyFile", key) : "none");
        if (endpoint.CertificateFile is { } certificate)
        {
            Line("CertificateFile", Quoted("CertificateFile", certificate));
        }

        Line("AddKeysToAgent", "no");
        Line("ForwardAgent", "no");
        Line("ForwardX11", "no");
        Line("ClearAllForwardings", "yes");
        Line("PermitLocalCommand", "no");
        Line("ControlMaster", "no");
        Line("ControlPath", "none");
        Line("EscapeChar", "none");
        Line("RequestTTY", "no");
        Line("Tunnel", "no");
        Line("LogLevel", "DEBUG1");
    }

    private void Liveness()
    {
        Line("ServerAliveInterval", Seconds(endpoint.KeepAliveInterval));
        Line("ServerAliveCountMax", "3");
        Line("ConnectTimeout", Seconds(endpoint.ConnectTimeout));
        Line("ConnectionAttempts", "1");
        Line("Compression", "no");
    }

    /// <summary>Outdated algorithms, behind what ssh offers anyway.</summary>
    private void Legacy()
    {
        var named = SshPolicy.LegacyOn(now, endpoint.Legacy).Where(SshPolicy.LegacyAlgorithms.ContainsKey)
            .ToLookup(name => SshPolicy.LegacyAlgorithms[name]);
        foreach (var option in named)
        {
            var names = string.Join(',', option);
            Line(option.Key, option.Key == "Ciphers" ? $"{Ciphers},{names}" : $"+{names}");
            if (option.Key == "HostKeyAlgorithms")
            {
                Line("PubkeyAcceptedAlgorithms", $"+{names}");
            }
        }
    }

    /// <summary>The host as known_hosts lines name it.</summary>
    public static string HostOf(RemoteEndpoint endpoint) => new SshConfig(endpoint, default).Plain("Host", endpoint.Host);

    /// <summary>The jump host as known_hosts lines name it; empty without one.</summary>
    public static string JumpHostOf(RemoteEndpoint endpoint) => endpoint.ProxyJump is { } jump
        ? new SshConfig(endpoint, default).SplitJump(jump).Host : "";

    /// <summary>Whether ssh may have to ask for a password or a passphrase.</summary>
    public static bool NeedsAnswers(RemoteEndpoint endpoint) => endpoint.PasswordFile is not null || endpoint.PassphraseFile is not null;

    private void Option(string key, string value)
    {
        if (key.Length == 0 || !key.All(char.IsAsciiLetterOrDigit) || value.Any(char.IsControl))
        {
            throw Refused($"SshOptions: \"{DisplayText.Escape(Encoding.UTF8.GetBytes(key))}\" is no option of ssh, or its value has a "
                + $"control character");
        }

        if (!SshPolicy.Options.Contains(key))
        {
            throw Refused($"SshOptions: {key} is not one of {string.Join(", ", SshPolicy.Options.Order(StringComparer.Ordinal))}");
        }

        Line(key, value);
    }

    private (string User, string Host, string Port) SplitJump(string jump)
    {
        if (jump.Contains(','))
        {
            throw Refused("ProxyJump: one jump host is supported");
        }

        var at = jump.LastIndexOf('@');
        var user = at < 0 ? endpoint.User : jump[..at];
        var rest = jump[(at + 1)..];
        var colon = rest.LastIndexOf(':');
        return colon > rest.LastIndexOf(']')
            && ushort.TryParse(rest.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (user, rest[..colon].Trim('[', ']'), port.ToString(CultureInfo.InvariantCulture))
            : (user, rest.Trim('[', ']'), "22");
    }

    /// <summary>A host or user name: nothing that ssh would take for an option, a token or a second word.</summary>
    private string Plain(string setting, string value) =>
        value.Length > 0 && value[0] != '-'
            && !value.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '"' or '\'' or '%' or '#' or '\\' or '$')
            ? value
            : throw Refused($"{setting} is empty or has a character that does not belong there");

    /// <summary>A path; ssh expands % and ${…} in some of them.</summary>
    private string Quoted(string setting, string path) =>
        !path.Any(c => char.IsControl(c) || c is '"' or '\\') && !path.Contains("${", StringComparison.Ordinal)
            ? $"\"{Path.GetFullPath(path).Replace("%", "%%", StringComparison.Ordinal)}\""
            : throw Refused($"{setting} has a character that ssh cannot take in a path");

    private RemoteFolderException Refused(string what) =>
        new(FailureReason.RemoteUnreachable, false, sessionIsDead: true, $"{endpoint.Name}: {what}.");

    private void Line(string key, string value) => text.Append(key).Append(' ').Append(value).Append('\n');

    private static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds))
        .ToString(CultureInfo.InvariantCulture);
}
