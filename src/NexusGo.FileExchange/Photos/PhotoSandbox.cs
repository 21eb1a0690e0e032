using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// The command that starts a decoder. prlimit (util-linux) bounds its memory and processor time; bubblewrap gives it an empty network, its
/// own processes, no capabilities and a read-only view of nothing but the programs it needs.
/// </summary>
public sealed class PhotoSandbox
{
    /// <summary>
    /// What the decoder may reserve, in bytes: the runtime reserves about 700 MB of addresses, the largest picture and its turned copy are
    /// 290 MB.
    /// </summary>
    private const long AddressSpaceBytes = 1200L << 20;

    /// <summary>Processor seconds of one decoder, which serves one file of photos.</summary>
    private const int ProcessorSeconds = 3600;

    private const string Prlimit = "/usr/bin/prlimit";

    private readonly Lazy<IReadOnlyList<string>?> isolation;
    private readonly string program;
    private readonly string? host;

    /// <param name="program">The worker's program file: nexusgo-fx, or nexusgo-fx.dll.</param>
    /// <param name="host">What runs a .dll: the dotnet program; null when the program runs by itself.</param>
    /// <param name="log">Told once, with the first picture, when there is no isolation.</param>
    public PhotoSandbox(string program, string? host, ILogger<PhotoSandbox> log)
    {
        (this.program, this.host) = (program, host);
        isolation = new Lazy<IReadOnlyList<string>?>(() =>
        {
            var works = Isolations().FirstOrDefault(Bubblewrap.Works);
            if (works is null)
            {
                PhotosLog.DecoderNotIsolated(log);
            }

            return works;
        });
    }

    /// <summary>Whether bubblewrap is installed and the kernel lets it work. Without it the limits of memory and time still hold.</summary>
    public bool Isolates => isolation.Value is not null;

    /// <summary>The decoder of the program that runs now.</summary>
    public static PhotoSandbox OfThisProgram(ILogger<PhotoSandbox> log)
    {
        var self = Path.Combine(AppContext.BaseDirectory, "nexusgo-fx");
        return File.Exists(self + ".dll") ? new PhotoSandbox(self + ".dll", DotnetHost(), log)
            : new PhotoSandbox(Environment.ProcessPath!, null, log);
    }

    public ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo
        {
            FileName = Isolates ? Bubblewrap.Program : Prlimit,
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

        foreach (var argument in isolation.Value is { } isolated ? [.. isolated, Prlimit, .. Limits()] : Limits())
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

    /// <summary>
    /// A small heap, so that the runtime fits the limit of addresses; no diagnostics port, because there is no folder for it.
    /// </summary>
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

    /// <summary>
    /// The runtime needs /proc. Under systemd's Protect… settings the kernel lets nobody mount a new one; the sandbox's user then sees
    /// ours, of other processes no more than their names.
    /// </summary>
    private IEnumerable<IReadOnlyList<string>> Isolations()
    {
        var common = Bubblewrap.Arguments(readOnly: Programs().Where(folder => !folder.StartsWith("/usr/", StringComparison.Ordinal))
            .Distinct());
        return [[.. common, "--proc", "/proc", .. Bubblewrap.End], [.. common, "--ro-bind", "/proc", "/proc", .. Bubblewrap.End]];
    }

    private IEnumerable<string> Programs() => host is null
        ? [Path.GetDirectoryName(program)!] : [Path.GetDirectoryName(program)!, Path.GetDirectoryName(host)!];

    /// <summary>The runtime lies three folders below its host: shared/Microsoft.NETCore.App/version.</summary>
    private static string DotnetHost() =>
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
