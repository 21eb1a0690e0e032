using System.Globalization;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// Who the server runs as. PostgreSQL refuses to run as root, so root drops to an unprivileged user: the owner of the data directory if
/// there is one, else "postgres", else "nobody". Anybody else stays who they are.
/// </summary>
internal sealed record ServerUser(int UserId, int GroupId, bool IsOurselves)
{
    public static ServerUser ForSelf { get; } = new(-1, -1, IsOurselves: true);

    public static async Task<ServerUser> ChooseAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return ForSelf;
        }

        if (Directory.Exists(dataDirectory))
        {
            var owner = (await SystemProgram.RunAsync("stat", ["-c", "%u:%g", dataDirectory + "/."], cancellationToken)).Trim().Split(':');
            if (owner[0] != "0")
            {
                return new ServerUser(Number(owner[0]), Number(owner[1]), IsOurselves: false);
            }
        }

        return FromPasswd("postgres") ?? FromPasswd("nobody") ?? throw new FileExchangeException(
            FailureReason.ProgramMissing, isTransient: false,
            "PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody.");
    }

    /// <summary>
    /// The program and arguments that run a command as this user, ended with SIGINT (PostgreSQL's fast shutdown) when the calling thread
    /// ends.
    /// </summary>
    public IReadOnlyList<string> Wrap(string program, IEnumerable<string> arguments, bool endsWithUs)
    {
        List<string> command = ["setpriv"];
        if (!IsOurselves)
        {
            // No groups, no privileges to regain: the server needs only its own folder and socket.
            command.AddRange([$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--no-new-privs"]);
        }

        if (endsWithUs)
        {
            command.Add("--pdeathsig=INT");
        }

        if (command.Count == 1)
        {
            command.Clear();
        }

        return [.. command, program, .. arguments];
    }

    /// <summary>Makes a folder that only this user (and root) can enter.</summary>
    public async Task CreateFolderAsync(string path, CancellationToken cancellationToken)
    {
        if (IsOurselves)
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }

        await SystemProgram.RunAsync(
            "install", ["-d", "-m", "0700", "-o", UserId.ToString(CultureInfo.InvariantCulture), "-g",
                GroupId.ToString(CultureInfo.InvariantCulture), path], cancellationToken);
    }

    /// <summary>Whether this user can get to a folder: every folder above must let it pass.</summary>
    public async Task<bool> CanReachAsync(string path, CancellationToken cancellationToken)
    {
        if (IsOurselves)
        {
            return true;
        }

        var command = Wrap("test", ["-x", path], endsWithUs: false);
        return await SystemProgram.TryAsync(command[0], command.Skip(1), cancellationToken);
    }

    private static ServerUser? FromPasswd(string name) => File.ReadLines("/etc/passwd")
        .Select(line => line.Split(':'))
        .Where(parts => parts.Length > 3 && parts[0] == name)
        .Select(parts => new ServerUser(Number(parts[2]), Number(parts[3]), IsOurselves: false))
        .FirstOrDefault();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
