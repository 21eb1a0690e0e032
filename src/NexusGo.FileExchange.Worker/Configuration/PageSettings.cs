using System.ComponentModel;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>The page for operators: a process of its own, <c>nexusgo-page</c>.</summary>
[InUseFrom(InUseFrom.RestartOfPage)]
public sealed record PageSettings
{
    [Description("Address and port on which nexusgo-page listens. Without a proxy it must be a loopback address: the page has no log-in of "
        + "its own.")]
    public string Listen { get; init; } = "127.0.0.1:8460";

    [Description("IP address of the proxy in front, which has people log in. Requests from elsewhere are refused. Empty: no proxy, and "
        + "whoever reaches the loopback address sees the page.")]
    public string? ProxyAddress { get; init; }

    [Description("Header in which the proxy names who logged in, such as X-Forwarded-User. A request without it is refused. The proxy must "
        + "remove it from what comes from outside. Goes with ProxyAddress.")]
    public string? UserHeader { get; init; }

    [Description("Connection string of a login for the page alone, a member of the role nexusgo_page and of nothing else, without a "
        + "password. Empty: the worker's login, confined to that role.")]
    public string? ConnectionString { get; init; }

    [Description("Path of a file (mode 0600) whose first line is the password for ConnectionString, or env:NAME.")]
    public string? PasswordFile { get; init; }
}
