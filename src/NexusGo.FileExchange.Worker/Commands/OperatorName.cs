namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Who gave a command, for the audit log: the user who logged in to this machine. The kernel hands that on through su and sudo (loginuid of
/// proc(5)); variables such as SUDO_USER are whatever the caller writes into them.
/// </summary>
internal static class OperatorName
{
    private const string NoLogin = "4294967295";
    private const int Longest = 40;

    public static string Get() => Of(Read("/proc/self/loginuid"), Read("/proc/self/status"), Read("/etc/passwd"));

    /// <param name="loginUser">Number of the user who logged in; 4294967295 or nothing where nobody did, as in a container or a job of
    /// cron.</param>
    /// <param name="status">Status of this process; its real user stands in for the login.</param>
    /// <param name="accounts">The accounts of this machine. A user of a directory service is named by number.</param>
    internal static string Of(string loginUser, string status, string accounts)
    {
        var user = loginUser.Trim() is { Length: > 0 } login and not NoLogin ? login : RealUser(status);
        var account = accounts.Split('\n').Select(line => line.Split(':')).FirstOrDefault(parts => parts.Length > 2 && parts[2] == user);
        var name = account?[0] ?? $"uid-{user}";
        return string.Concat(name.Take(Longest).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
    }

    private static string RealUser(string status) => status.Split('\n').Where(line => line.StartsWith("Uid:", StringComparison.Ordinal))
        .Select(line => line.Split('\t', ' ')[1]).FirstOrDefault() ?? "unknown";

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
