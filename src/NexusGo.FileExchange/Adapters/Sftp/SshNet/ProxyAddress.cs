using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using Renci.SshNet;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>A proxy as a setting names it: <c>http://[user@]host:port</c> or <c>socks5://[user@]host:port</c>.</summary>
internal sealed record ProxyAddress(ProxyTypes Type, string Host, int Port, string User)
{
    public static ProxyAddress Parse(string endpoint, string setting) =>
        Uri.TryCreate(setting, UriKind.Absolute, out var uri) && uri.Port > 0 && TypeOf(uri.Scheme) is { } type
            ? new ProxyAddress(type, uri.IdnHost, uri.Port, Uri.UnescapeDataString(uri.UserInfo))
            : throw new RemoteFolderException(FailureReason.RemoteUnreachable, false, sessionIsDead: true,
                $"{endpoint}: Proxy is not of the form http://host:port or socks5://host:port");

    private static ProxyTypes? TypeOf(string scheme) => scheme switch
    {
        "http" => ProxyTypes.Http,
        "socks5" => ProxyTypes.Socks5,
        _ => null,
    };
}
