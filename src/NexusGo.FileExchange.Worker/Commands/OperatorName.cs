namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Who gave a command, for the audit log: the operating system's account, such as stands in its own logs.</summary>
internal static class OperatorName
{
    public static string Get()
    {
        var name = Environment.GetEnvironmentVariable("SUDO_USER") is { Length: > 0 } behind ? behind : Environment.UserName;
        return string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
    }
}
