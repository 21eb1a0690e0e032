using System.Diagnostics;
using System.Runtime.InteropServices;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>The built worker program, running.</summary>
public sealed partial class WorkerProcess : IAsyncDisposable
{
    public const int Terminate = 15;
    public const int Kill = 9;
    public const int Stop = 19;
    public const int Continue = 18;

    /// <summary>What the exit code of a process is that was killed by SIGKILL.</summary>
    public const int KilledExitCode = 128 + Kill;

    private readonly Process process;
    private readonly string home;
    private bool disposed;

    private readonly long outputStart;

    private WorkerProcess(Process process, string home, long outputStart)
    {
        this.process = process;
        this.home = home;
        this.outputStart = outputStart;
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>What it has written to the console so far; not what earlier workers of the same home wrote there.</summary>
    public string Output
    {
        get
        {
            if (!File.Exists(OutputFile(home)))
            {
                return "";
            }

            using var file = new FileStream(OutputFile(home), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            file.Seek(outputStart, SeekOrigin.Begin);
            return new StreamReader(file).ReadToEnd();
        }
    }

    /// <param name="home">Its configuration folder.</param>
    /// <param name="crashAt">Where it dies by itself, or null.</param>
    /// <param name="ahead">How far its clock is ahead of ours: libfaketime stands between it and the system's.</param>
    public static WorkerProcess Start(string home, string? crashAt, TimeSpan ahead = default)
    {
        var program = Path.Combine(Path.GetDirectoryName(typeof(WorkerSite).Assembly.Location)!, "nexusgo-fx.dll");
        if (!File.Exists(program))
        {
            throw new InvalidOperationException($"The worker program is not beside the tests: {program}");
        }

        var start = new ProcessStartInfo("/bin/sh",
            ["-c", "exec dotnet \"$0\" run --config \"$1\" >>\"$2\" 2>&1", program, home, OutputFile(home)]);
        start.Environment["DOTNET_TieredPGO"] = "0";

        // A killed process leaves its diagnostics socket and pipes in the temporary folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment.Remove(CrashPoint.Variable);
        if (crashAt is not null)
        {
            start.Environment[CrashPoint.Variable] = crashAt;
        }

        if (ahead != default)
        {
            start.Environment["LD_PRELOAD"] = FakeTimeLibrary();
            start.Environment["FAKETIME"] = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+{ahead.TotalDays:0}d");
            start.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            start.Environment["FAKETIME_NO_CACHE"] = "1";
        }

        var output = new FileInfo(OutputFile(home));
        var outputStart = output.Exists ? output.Length : 0;
        return new WorkerProcess(Process.Start(start)!, home, outputStart);
    }

    private static string FakeTimeLibrary() => Directory.EnumerateDirectories("/usr/lib")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("libfaketime is not installed: install/prerequisites.sh --tests installs it.");

    public void Signal(int signal) => _ = KillNative(process.Id, signal);

    /// <summary>Whether the whole process is suspended.</summary>
    public bool IsStopped()
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process.Id}/stat");
            return text[(text.LastIndexOf(')') + 2)..][0] == 'T';
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Waits for the end; false when it did not come in time.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan longest)
    {
        using var deadline = new CancellationTokenSource(longest);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        if (!process.HasExited)
        {
            Signal(Kill);
            await WaitForExitAsync(TimeSpan.FromSeconds(10));
        }

        process.Dispose();
    }

    private static string OutputFile(string home) => Path.Combine(home, "console");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int processId, int signal);
}
