using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Why ssh ended. ssh has exit code 255 for everything and no structured channel, so its lines are looked at, here and nowhere else. They
/// only choose the reason that is reported: whatever they say, there is no session.
/// </summary>
internal static class SshDiagnosis
{
    private const string HostKeyLine = "Server host key: ";

    private static readonly (string Text, FailureReason Reason, bool IsTransient)[] Signs =
    [
        ("REMOTE HOST IDENTIFICATION HAS CHANGED", FailureReason.RemoteHostKey, false),
        ("Host key verification failed", FailureReason.RemoteHostKey, false),
        ("no matching host key type found", FailureReason.RemoteHostKey, false),
        ("Permission denied (", FailureReason.RemoteAuthentication, false),
        ("Too many authentication failures", FailureReason.RemoteAuthentication, false),
        ("no matching ", FailureReason.RemoteUnreachable, false),
        ("Bad configuration option", FailureReason.RemoteUnreachable, false),
        ("Unsupported option", FailureReason.RemoteUnreachable, false),
        ("terminating, ", FailureReason.RemoteUnreachable, false),
        ("subsystem request failed", FailureReason.RemoteFailure, false),
    ];

    /// <summary>Explains the end of an ssh process.</summary>
    /// <param name="ready">Whether the session had been established.</param>
    /// <param name="exitCode">Null when it has not ended yet.</param>
    /// <param name="lines">Its last error lines, written with <c>LogLevel DEBUG1</c> and <c>LC_ALL=C</c>.</param>
    /// <param name="pinned">Fingerprints of the pinned host keys.</param>
    public static SessionEnd Explain(bool ready, int? exitCode, IReadOnlyList<string> lines, IReadOnlyList<string> pinned)
    {
        if (ready)
        {
            return new SessionEnd(FailureReason.RemoteUnreachable, true, $"the connection was lost{Said(lines)}");
        }

        foreach (var (text, reason, isTransient) in Signs)
        {
            if (lines.Any(line => !IsChatter(line) && line.Contains(text, StringComparison.Ordinal)))
            {
                return reason == FailureReason.RemoteHostKey
                    ? new SessionEnd(reason, isTransient, HostKeyMessage(lines, pinned))
                    : new SessionEnd(reason, isTransient, $"ssh was not let in{Said(lines)}");
            }
        }

        var code = exitCode is { } number ? $" with exit code {number}" : "";
        return new SessionEnd(FailureReason.RemoteUnreachable, true, $"ssh ended{code} before there was a session{Said(lines)}");
    }

    private static string HostKeyMessage(IReadOnlyList<string> lines, IReadOnlyList<string> pinned)
    {
        var offered = lines.LastOrDefault(line => line.Contains(HostKeyLine, StringComparison.Ordinal));
        var offer = offered is null
            ? "" : $"; the server offered {offered[(offered.IndexOf(HostKeyLine, StringComparison.Ordinal) + HostKeyLine.Length)..]}";
        return $"the host key is not one of the pinned ones ({string.Join(", ", pinned)}){offer}";
    }

    private static string Said(IReadOnlyList<string> lines)
    {
        var words = lines.Where(line => !IsChatter(line)).TakeLast(3).ToArray();
        return words.Length == 0 ? "" : ": " + string.Join(" | ", words);
    }

    private static bool IsChatter(string line) =>
        line.StartsWith("debug1: ", StringComparison.Ordinal) || line.StartsWith("OpenSSH_", StringComparison.Ordinal)
        || line.StartsWith("Authenticated ", StringComparison.Ordinal) || line.StartsWith("Transferred: ", StringComparison.Ordinal)
        || line.StartsWith("Bytes per second: ", StringComparison.Ordinal);
}
