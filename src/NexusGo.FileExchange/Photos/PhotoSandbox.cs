using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// The command that starts a decoder. prlimit (util-linux) bounds its memory and processor time; bubblewrap gives it an empty network, its own processes,
/// no capabilities and a read-only view of nothing but the programs it needs.
/// </summary>
public sealed class PhotoSandbox
{
    /// <summary>What the decoder may reserve, in bytes: the runtime reserves about 700 MB of addresses, the largest picture and its turned copy are 290 MB.</summary>
    private const long AddressSpaceBytes = 1200L << 20;

    /// <summary>Processor seconds of one decoder, which serves one file of photos.</summary>
    private const int ProcessorSeconds = 3600;

    private static readonly string[] SystemFolders = ["/lib", "/lib64", "/bin"];

    private const string Bubblewrap = "/usr/bin/bwrap";
    private const string Prlimit = "/usr/bin/prlimit";

    private readonly Lazy<bool> isolates;
    private readonly string program;
    private readonly string? host;

    /// <param name="program">The worker's program file: nexusgo-fx, or nexusgo-fx.dll.</param>
    /// <param name="host">What runs a .dll: the dotnet program; null when the program runs by itself.</param>
    /// <param name="log">Told once, with the first picture, when there is no isolation.</param>
    public PhotoSandbox(string program, string? host, ILogger<PhotoSandbox> log)
    {
        (this.program, this.host) = (program, host);
        isolates = new Lazy<bool>(() =>
        {
            var works = TryBubblewrap();
            if (!works)
            {
                PhotosLog.DecoderNotIsolated(log);
            }

            return works;
        });
    }

    /// <summary>Whether bubblewrap is installed and the kernel lets it work. Without it the limits of memory and time still hold.</summary>
    public bool Isolates => isolates.Value;

    /// <summary>The decoder of the program that runs now.</summary>
    public static PhotoSandbox OfThisProgram(ILogger<PhotoSandbox> log)
    {
        var self = Path.Combine(AppContext.BaseDirectory, "nexusgo-fx");
        return File.Exists(self + ".dll") ? new PhotoSandbox(self + ".dll", DotnetHost(), log) : new PhotoSandbox(Environment.ProcessPath!, null, log);
    }

    public ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo
        {
            FileName = Isolates ? Bubblewrap : Prlimit,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach (var (name, value) in RuntimeSettings)
        {
            start.Environment[name] = value;
        }

        foreach (var argument in Isolates ? [.. Isolation(), Prlimit, .. Limits()] : Limits())
        {
            start.ArgumentList.Add(argument);
        }

        if (host is not null)
        {
            start.ArgumentList.Add(host);
        }

        start.ArgumentList.Add(program);
        start.ArgumentList.Add(PhotoDecoderVerb.Name);
        return start;
    }

    /// <summary>A small heap, so that the runtime fits the limit of addresses; no diagnostics port, because there is no folder for it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> RuntimeSettings => new Dictionary<string, string>
    {
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCHeapHardLimit"] = "0x8000000",
        ["DOTNET_GCRegionRange"] = "0x10000000",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1",
        ["PATH"] = "/usr/bin:/bin",
    };

    private static IEnumerable<string> Limits() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--as={AddressSpaceBytes}"),
        string.Create(CultureInfo.InvariantCulture, $"--cpu={ProcessorSeconds}"),
        "--core=0", "--nofile=64", "--",
    ];

    private IEnumerable<string> Isolation()
    {
        List<string> arguments = ["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--ro-bind", "/usr", "/usr"];
        foreach (var folder in SystemFolders.Where(Directory.Exists))
        {
            arguments.AddRange(["--ro-bind", folder, folder]);
        }

        foreach (var folder in Programs().Where(folder => !folder.StartsWith("/usr/", StringComparison.Ordinal)).Distinct())
        {
            arguments.AddRange(["--ro-bind", folder, folder]);
        }

        return [.. arguments, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", "/"];
    }

    private IEnumerable<string> Programs() => host is null ? [Path.GetDirectoryName(program)!] : [Path.GetDirectoryName(program)!, Path.GetDirectoryName(host)!];

    /// <summary>The runtime lies three folders below its host: shared/Microsoft.NETCore.App/version.</summary>
    private static string DotnetHost() =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    private bool TryBubblewrap()
    {
        if (!File.Exists(Bubblewrap))
        {
            return false;
        }

        var start = new ProcessStartInfo(Bubblewrap, [.. Isolation(), "/usr/bin/true"]) { RedirectStandardError = true };
        using var attempt = Process.Start(start)!;
        attempt.StandardError.ReadToEnd();
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
