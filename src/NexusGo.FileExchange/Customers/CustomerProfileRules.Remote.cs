using System.Buffers.Binary;
using System.Text;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Customers;

internal sealed partial class CustomerProfileRules
{
    private static readonly string[] KeyTypes =
    [
        "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com",
    ];

    private void CheckRemote()
    {
        var remote = profile.Remote;
        if (remote.Engine == "Local")
        {
            CheckLocal(remote);
        }
        else
        {
            CheckSsh(remote);
            if (remote.Engine == "OpenSsh")
            {
                CheckOpenSsh(remote);
            }
            else
            {
                CheckSshNet(remote);
            }
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
        else if (LinkOn(remote.LocalRoot) is { } link)
        {
            Add("Remote.LocalRoot", $"a path through the link {link}", "a folder with no link on its way",
                "Name the folder itself: a link can be turned to another customer's");
        }
    }

    private static string? LinkOn(string path)
    {
        var at = "/";
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, name);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return at;
            }
        }

        return null;
    }

    private void CheckSsh(RemoteSettings remote)
    {
        NeedWord("Remote.Host", remote.Host);
        NeedWord("Remote.User", remote.User);
        if (remote.LocalRoot is not null)
        {
            Add("Remote.LocalRoot", "a folder", $"nothing with engine {remote.Engine}", "Choose engine Local, or remove the setting");
        }

        if (remote.HostKeys.Count == 0)
        {
            Add("Remote.HostKeys", "an empty list", "at least one key",
                "Ask the customer for the server's key; nexusgo-fx probe shows what to compare it with");
        }

        CheckHostKeys("Remote.HostKeys", remote.HostKeys);
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

        for (var i = 0; i < remote.Legacy.Count; i++)
        {
            if (!SshPolicy.LegacyAlgorithms.ContainsKey(remote.Legacy[i].Algorithm))
            {
                Add($"Remote.Legacy[{i}].Algorithm", Quote(remote.Legacy[i].Algorithm), string.Join(", ", SshPolicy.LegacyAlgorithms.Keys),
                    "Everything that is not outdated is offered anyway");
            }
        }
    }

    private void CheckOpenSsh(RemoteSettings remote)
    {
        if (remote.ProxyJump is not null)
        {
            NeedWord("Remote.ProxyJump", remote.ProxyJump);
            if (remote.ProxyJumpHostKeys.Count == 0)
            {
                Add("Remote.ProxyJumpHostKeys", "an empty list", "at least one key", "The jump host's key is pinned like the server's");
            }
        }

        CheckHostKeys("Remote.ProxyJumpHostKeys", remote.ProxyJumpHostKeys);
        if (remote.Proxy is not null)
        {
            Add("Remote.Proxy", "a proxy", "nothing with engine OpenSsh", "Use engine SshNet");
        }

        foreach (var option in remote.SshOptions.Keys.Where(option => !SshPolicy.Options.Contains(option)))
        {
            Add($"Remote.SshOptions.{option}", Quote(option), string.Join(", ", SshPolicy.Options.Order(StringComparer.Ordinal)),
                "Everything else is decided by the other settings");
        }
    }

    /// <summary>What the worker's own SSH cannot do.</summary>
    private void CheckSshNet(RemoteSettings remote)
    {
        const string advice = "Use engine OpenSsh";
        if (remote.ProxyJump is not null)
        {
            Add("Remote.ProxyJump", "a jump host", "nothing with engine SshNet", advice);
        }

        if (remote.SshOptions.Count > 0)
        {
            Add("Remote.SshOptions", $"{remote.SshOptions.Count} option(s)", "nothing with engine SshNet", advice);
        }

        for (var i = 0; i < remote.HostKeys.Count; i++)
        {
            if (KeyTypeOf(remote.HostKeys[i]).StartsWith("sk-", StringComparison.Ordinal))
            {
                Add($"Remote.HostKeys[{i}]", "a FIDO key", "a key of another kind with engine SshNet", advice);
            }
        }

        if (remote.PrivateKeyFile is { } key && key.StartsWith(ConfiguredPaths.TokenPrefix, StringComparison.OrdinalIgnoreCase))
        {
            Add("Remote.PrivateKeyFile", "a key of a PKCS#11 token", "the path of a file with engine SshNet", advice);
        }
        else if (remote.PrivateKeyFile is { } file && OpenSshKeyFile.TypeOf(file)?.StartsWith("sk-", StringComparison.Ordinal) == true)
        {
            Add("Remote.PrivateKeyFile", "a FIDO key", "a key of another kind with engine SshNet", advice);
        }

        if (remote.Proxy is { } proxy && !(Uri.TryCreate(proxy, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "socks5"
            && uri.Port > 0 && uri.Host.Length > 0))
        {
            Add("Remote.Proxy", Quote(proxy), "http://host:port or socks5://host:port",
                "A user's name may stand in front of the host; the password is in ProxyPasswordFile");
        }

        CheckSecret("Remote.ProxyPasswordFile", remote.ProxyPasswordFile);
    }

    private void CheckHostKeys(string setting, IReadOnlyList<string> keys)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (!IsHostKey(keys[i]))
            {
                Add($"{setting}[{i}]", "something that is no host key", "a type and a base64 key, such as ssh-ed25519 AAAA…",
                    "Copy the whole line that nexusgo-fx probe prints, without the host name that ssh-keyscan puts first");
            }
        }
    }

    /// <summary>A leading hyphen would be read as an option by ssh.</summary>
    private void NeedWord(string setting, string value)
    {
        if (value.Length == 0 || value.StartsWith('-') || value.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            Add(setting, value.Length == 0 ? "nothing" : Quote(value), "a name without blanks that does not start with a hyphen",
                value.Length == 0 ? $"Engine {profile.Remote.Engine} needs it" : "Write the name alone");
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
            Add(setting, "an environment variable", "the path of a file with mode 0600", "Put the key into a file");
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
        var parts = WithoutMarker(line);
        var blob = new byte[parts.Length < 2 ? 0 : parts[1].Length];
        return parts.Length >= 2 && KeyTypes.Contains(parts[0]) && Convert.TryFromBase64String(parts[1], blob, out var length)
            && BeginsWith(parts[0], blob.AsSpan(0, length));
    }

    /// <summary>A key begins with its type, as a text of SSH (RFC 4253, section 6.6), and goes on behind it.</summary>
    private static bool BeginsWith(string type, ReadOnlySpan<byte> blob) => blob.Length > 4 + type.Length
        && BinaryPrimitives.ReadInt32BigEndian(blob) == type.Length
            && blob[4..(4 + type.Length)].SequenceEqual(Encoding.ASCII.GetBytes(type));

    private static string KeyTypeOf(string line) => WithoutMarker(line).FirstOrDefault("");

    private static string[] WithoutMarker(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts is ["@cert-authority", .. var rest] ? rest : parts;
    }
}
