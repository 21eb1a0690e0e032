namespace NexusGo.FileExchange.Customers;

internal sealed partial class CustomerProfileRules
{
    /// <summary>Engines this build has. The managed ones are compiled in on request only.</summary>
    private static readonly string[] AvailableEngines = ["OpenSsh", "Local"];

    private static readonly string[] KeyTypes =
    [
        "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    /// <summary>Options that would undo what the engine relies on: pinned keys, no questions, nothing run on this machine.</summary>
    private static readonly string[] ForbiddenSshOptions =
    [
        "StrictHostKeyChecking", "UserKnownHostsFile", "GlobalKnownHostsFile", "KnownHostsCommand", "UpdateHostKeys", "VerifyHostKeyDNS", "CheckHostIP",
        "HostKeyAlias", "BatchMode", "LocalCommand", "PermitLocalCommand", "ForwardAgent", "ForwardX11", "LocalForward", "RemoteForward", "DynamicForward",
        "RemoteCommand", "RequestTTY", "ControlMaster", "ControlPath", "Include", "LogLevel", "EscapeChar",
    ];

    private void CheckRemote()
    {
        var remote = profile.Remote;
        if (!AvailableEngines.Contains(remote.Engine))
        {
            if (remote.Engine == "SshNet")
            {
                Add("Remote.Engine", "\"SshNet\"", "OpenSsh or Local", "This program was built without the managed engines; build it with -p:ManagedEngines=true or use OpenSsh");
            }

            return;
        }

        if (remote.Engine == "Local")
        {
            CheckLocal(remote);
        }
        else
        {
            CheckOpenSsh(remote);
        }
    }

    private void CheckLocal(RemoteSettings remote)
    {
        if (string.IsNullOrEmpty(remote.LocalRoot))
        {
            Add("Remote.LocalRoot", "nothing", "a folder of this machine", "Engine Local needs it");
        }
        else if (!Directory.Exists(remote.LocalRoot))
        {
            Add("Remote.LocalRoot", "a folder that is not there", "a folder of this machine", "Create it");
        }
    }

    private void CheckOpenSsh(RemoteSettings remote)
    {
        NeedWord("Remote.Host", remote.Host);
        NeedWord("Remote.User", remote.User);
        if (remote.ProxyJump is not null)
        {
            NeedWord("Remote.ProxyJump", remote.ProxyJump);
        }

        if (remote.LocalRoot is not null)
        {
            Add("Remote.LocalRoot", "a folder", "nothing with engine OpenSsh", "Choose engine Local, or remove the setting");
        }

        if (remote.HostKeys.Count == 0)
        {
            Add("Remote.HostKeys", "an empty list", "at least one key", "Ask the customer for the server's key; ssh-keyscan shows what to compare it with");
        }

        for (var i = 0; i < remote.HostKeys.Count; i++)
        {
            if (!IsHostKey(remote.HostKeys[i]))
            {
                Add($"Remote.HostKeys[{i}]", "something that is no host key", "a type and a base64 key, such as ssh-ed25519 AAAA…", "Leave out the host name that ssh-keyscan prints first");
            }
        }

        if (remote.PrivateKeyFile is null && remote.PasswordFile is null)
        {
            Add("Remote.PrivateKeyFile", "nothing", "a private key, or a PasswordFile", "The server has to know us by something");
        }

        CheckSecret("Remote.PrivateKeyFile", remote.PrivateKeyFile, mayBeVariable: false);
        CheckSecret("Remote.PassphraseFile", remote.PassphraseFile);
        CheckSecret("Remote.PasswordFile", remote.PasswordFile);
        CheckFile("Remote.CertificateFile", remote.CertificateFile);
        if (remote.PrivateKeyFile is null && (remote.CertificateFile is not null || remote.PassphraseFile is not null))
        {
            Add("Remote.PrivateKeyFile", "nothing", "the private key", "A certificate or passphrase belongs to a key");
        }

        foreach (var option in remote.SshOptions.Keys)
        {
            if (option.Length == 0 || !option.All(char.IsAsciiLetterOrDigit))
            {
                Add($"Remote.SshOptions.{option}", Quote(option), "the name of an ssh option", "");
            }
            else if (ForbiddenSshOptions.Contains(option, StringComparer.OrdinalIgnoreCase))
            {
                Add($"Remote.SshOptions.{option}", "an option the worker sets itself", "any other ssh option", "Host keys are pinned by Remote.HostKeys");
            }
        }
    }

    /// <summary>A leading hyphen would be read as an option by ssh.</summary>
    private void NeedWord(string setting, string value)
    {
        if (value.Length == 0 || value.StartsWith('-') || value.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            Add(setting, value.Length == 0 ? "nothing" : Quote(value), "a name without blanks that does not start with a hyphen", value.Length == 0 ? "Engine OpenSsh needs it" : "");
        }
    }

    private void CheckSecret(string setting, string? path, bool mayBeVariable = true)
    {
        if (path is null)
        {
            return;
        }

        if (!mayBeVariable && path.StartsWith(ConfiguredPaths.EnvironmentPrefix, StringComparison.Ordinal))
        {
            Add(setting, "an environment variable", "the path of a file with mode 0600", "");
        }
        else if (ConfiguredFiles.CheckSecret(path) is var (found, advice))
        {
            Add(setting, found, mayBeVariable ? "a readable file with mode 0600, or env:NAME" : "a readable file with mode 0600", advice);
        }
    }

    private void CheckFile(string setting, string? path)
    {
        if (!string.IsNullOrEmpty(path) && ConfiguredFiles.Check(path) is var (found, advice))
        {
            Add(setting, found, "a readable file", advice);
        }
    }

    private static bool IsHostKey(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length >= 2 && KeyTypes.Contains(parts[0]) && Convert.TryFromBase64String(parts[1], new byte[parts[1].Length], out _);
    }
}
