using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// The engine's private home: a folder (0700) of its own inside the run-time directory, removed at the end. A home left by a worker
/// that was killed is removed by the next one that starts in the same directory.
/// </summary>
internal sealed partial class GnuPgHome : IAsyncDisposable
{
    private const string NamePrefix = "gpg-";
    private const string OwnerFile = "owner";
    private const string AliasFile = "alias";

    // A socket's path has 108 bytes, one of them the end (unix(7)); the longest name gpg-agent puts into its home is this one.
    private const int LongestSocketPath = 107;
    private const string LongestSocketName = "/S.gpg-agent.browser";

    private readonly string folder;

    private GnuPgHome(string folder, string path, GnuPgOptions options)
    {
        this.folder = folder;
        Program = new GnuPgProgram(options.GpgProgram, path);
    }

    public GnuPgProgram Program { get; }

    /// <summary>The version of the installed gpg.</summary>
    public Version Version { get; private set; } = new();

    /// <summary>gpg reads the AEAD packet of its own making (tag 20) from 2.3 on.</summary>
    public bool AeadReadable => Version >= new Version(2, 3);

    public static async Task<GnuPgHome> CreateAsync(GnuPgOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The GnuPG engine needs unix sockets and file modes.");
        }

        Directory.CreateDirectory(options.RunDirectory);
        await SweepAsync(options, logger, cancellationToken);
        var unique = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5));
        var folder = Path.Combine(Path.GetFullPath(options.RunDirectory), NamePrefix + unique);
        var unnamed = Path.Combine(Path.GetFullPath(options.RunDirectory), ".new-" + NamePrefix + unique);

        // Named only once it has an owner, so that no other worker's sweep takes it for a left-over.
        Directory.CreateDirectory(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(unnamed, OwnerFile), ProcessMark(Environment.ProcessId), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(unnamed, "gpg-agent.conf"), GnuPgAgent.Configuration, cancellationToken);
        Directory.Move(unnamed, folder);

        var home = new GnuPgHome(folder, await ShortPathAsync(folder, unique, cancellationToken), options);
        try
        {
            await home.ReadVersionAsync(options.GpgProgram, cancellationToken);

            // A revoked certificate makes gpg open its trust database, which under the model "always" it never makes. Nobody is trusted in this one.
            await home.Program.RunGpgAsync(["--trust-model", "pgp", "--check-trustdb"], default, cancellationToken);
            return home;
        }
        catch
        {
            await home.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        Remove(folder);
        return ValueTask.CompletedTask;
    }

    private async Task ReadVersionAsync(string gpg, CancellationToken cancellationToken)
    {
        var result = await Program.RunGpgAsync(["--version"], default, cancellationToken);
        var match = VersionPattern().Match(result.Output);
        Version = match.Success ? Version.Parse(match.Groups[1].Value)
            : throw new FileExchangeException(FailureReason.ProgramMissing, false, $"{gpg} is no GnuPG: its version cannot be read.");
        if (Version < GnuPgOptions.OldestGpg)
        {
            throw new FileExchangeException(FailureReason.ProgramMissing, false,
                $"{gpg} is GnuPG {Version}; {GnuPgOptions.OldestGpg} or later is needed (Debian package gnupg).");
        }
    }

    /// <summary>A path short enough for sockets: the folder itself, or a link to it in the system's temporary folder.</summary>
    private static async Task<string> ShortPathAsync(string folder, string unique, CancellationToken cancellationToken)
    {
        if (Encoding.UTF8.GetByteCount(folder + LongestSocketName) <= LongestSocketPath)
        {
            return folder;
        }

        var alias = Path.Combine(Path.GetTempPath(), "ngfx-" + unique);
        await File.WriteAllTextAsync(Path.Combine(folder, AliasFile), alias, cancellationToken);
        Directory.CreateSymbolicLink(alias, folder);
        return alias;
    }

    private static async Task SweepAsync(GnuPgOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        foreach (var folder in Directory.EnumerateDirectories(options.RunDirectory, "*" + NamePrefix + "*"))
        {
            var owner = Path.Combine(folder, OwnerFile);
            if (!File.Exists(owner) || IsRunning(await File.ReadAllTextAsync(owner, cancellationToken)))
            {
                continue;
            }

            // The agent has ended with its worker already; this is for one that was started by hand in that home.
            var program = new GnuPgProgram(options.GpgProgram, folder);
            await program.RunCompanionAsync("gpgconf", ["--homedir", folder, "--kill", "gpg-agent"], default, cancellationToken);
            Remove(folder);
            OpenPgpLog.OpenPgpHomeSwept(logger, Path.GetFileName(folder));
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            var alias = Path.Combine(folder, AliasFile);
            if (File.Exists(alias))
            {
                File.Delete(File.ReadAllText(alias));
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
    }

    private static bool IsRunning(string mark)
    {
        var id = mark.Split(' ')[0];
        return int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && ProcessMark(process) == mark;
    }

    /// <summary>Process id and start time (proc(5), stat, field 22), which together name a process for as long as the machine runs.</summary>
    private static string ProcessMark(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return $"{id} {fields[19]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^gpg \(GnuPG[^)]*\) (\d+\.\d+\.\d+)")]
    private static partial Regex VersionPattern();
}
