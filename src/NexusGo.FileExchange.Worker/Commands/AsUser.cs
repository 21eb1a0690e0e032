using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Runs a verb of this program as another user of the machine, with its rights and groups alone. Takes root.</summary>
internal static class AsUser
{
    private const int Root = 0;

    /// <returns>The exit code of the verb; null: this process is that user already.</returns>
    /// <exception cref="FileExchangeException">There is no setpriv.</exception>
    public static async Task<int?> RunAsync(string user, IEnumerable<string> verb, CancellationToken cancellationToken)
    {
        if (Account(File.ReadLines("/etc/passwd"), user) is not var (userId, groupId))
        {
            await Console.Error.WriteLineAsync($"There is no user {user} on this machine.");
            return ExitCodes.Usage;
        }

        if (FileOwnership.CurrentUserId == userId)
        {
            return null;
        }

        if (FileOwnership.CurrentUserId != Root)
        {
            await Console.Error.WriteLineAsync(
                $"Only root can look as another user. Run: sudo nexusgo-fx check-config --online --as {user}");
            return ExitCodes.NoPermission;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo("setpriv",
                [$"--reuid={userId}", $"--regid={groupId}", "--init-groups", "--pdeathsig=TERM", .. Program(), .. verb]))!;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new FileExchangeException(FailureReason.ProgramMissing, isTransient: false,
                "The program setpriv is missing; it is in the Debian package util-linux.", failure);
        }
    }

    /// <summary>Numbers of a user and of its group, by the lines of passwd(5); null: there is none of that name.</summary>
    internal static (int User, int Group)? Account(IEnumerable<string> accounts, string name) => accounts.Select(line => line.Split(':'))
        .Where(parts => parts.Length > 3 && parts[0] == name && int.TryParse(parts[2], out _) && int.TryParse(parts[3], out _))
        .Select(parts => ((int, int)?)(int.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture),
            int.Parse(parts[3], System.Globalization.CultureInfo.InvariantCulture))).FirstOrDefault();

    /// <summary>How this program was started, without its arguments: by itself, or by dotnet.</summary>
    private static IReadOnlyList<string> Program()
    {
        var own = Path.Combine(AppContext.BaseDirectory, "nexusgo-fx.dll");
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet" && File.Exists(own) ? [process, own] : [process];
    }
}
