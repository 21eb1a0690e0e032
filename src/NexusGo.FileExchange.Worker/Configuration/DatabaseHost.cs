using System.Net;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// One host of a connection string, as Npgsql reads it: a folder of sockets, an abstract socket (@), or a name or address with or without a
/// port.
/// </summary>
internal static class DatabaseHost
{
    /// <summary>Whether what is sent there never leaves this machine.</summary>
    public static bool IsOfThisMachine(string host)
    {
        host = host.Trim();
        if (host.StartsWith('/') || host.StartsWith('@'))
        {
            return true;
        }

        var name = WithoutPort(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private static string WithoutPort(string host) => host switch
    {
        ['[', ..] => host[1..Math.Max(host.IndexOf(']'), 1)],
        _ when host.IndexOf(':') is >= 0 and var colon && colon == host.LastIndexOf(':') => host[..colon],
        _ => host,
    };
}
