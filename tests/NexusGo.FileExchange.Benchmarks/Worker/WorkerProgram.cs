using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Benchmarks.Worker;

/// <summary>The worker as it is installed: published ready to run, a process of its own, configured by files.</summary>
internal sealed class WorkerProgram : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() } };
    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    private readonly Process process;
    private readonly string statusFile;
    private readonly DateTimeOffset started = TimeProvider.System.GetUtcNow();

    private string lastLine = "";

    private WorkerProgram(Process process, string statusFile)
    {
        this.process = process;
        this.statusFile = statusFile;
    }

    /// <summary>Publishes it once; the first figure does not pay for that.</summary>
    public static Task PrepareAsync() => Published.Value;

    /// <param name="folder">For configuration, data and run-time files.</param>
    /// <param name="connectionString">A migrated database.</param>
    /// <param name="profile">The one customer.</param>
    public static Task<WorkerProgram> StartAsync(string folder, string connectionString, CustomerProfile profile) =>
        StartAsync(folder, connectionString, [profile]);

    /// <param name="folder">For configuration, data and run-time files.</param>
    /// <param name="connectionString">A migrated database.</param>
    /// <param name="profiles">The customers.</param>
    /// <param name="name">The worker's name; unlike that of every other worker of the database.</param>
    /// <param name="masterKey">The key file of the other workers of the database; null: one of its own.</param>
    public static async Task<WorkerProgram> StartAsync(string folder, string connectionString, IReadOnlyList<CustomerProfile> profiles,
        string name = "bench", string? masterKey = null)
    {
        var program = await Published.Value;
        var config = BenchArea.Fresh(Path.Combine(folder, "config"));
        Directory.CreateDirectory(Path.Combine(config, "customers"));
        var key = masterKey ?? Path.Combine(folder, "master.key");
        Vault.MasterKeyFile.CreateIfMissing(key, "bench");
        await File.WriteAllTextAsync(Path.Combine(config, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new
            {
                WorkerName = name,
                DataDirectory = Path.Combine(folder, "data"),
                RunDirectory = Path.Combine(folder, "run"),
                Database = new { ConnectionString = connectionString },
                Vault = new { MasterKeyFile = key },
            },
        }));
        foreach (var profile in profiles)
        {
            await File.WriteAllTextAsync(Path.Combine(config, "customers", $"{profile.CustomerId}.json"),
                JsonSerializer.Serialize(profile, Json));
        }

        var start = new ProcessStartInfo(program, ["run", "--config", config]) { RedirectStandardOutput = true,
            RedirectStandardError = true };
        var process = Process.Start(start)!;

        var worker = new WorkerProgram(process, Path.Combine(folder, "run", $"worker-{name}.json"));

        // Read as it comes: a full pipe would stop the program.
        process.OutputDataReceived += (_, line) => worker.lastLine = line.Data ?? worker.lastLine;
        process.ErrorDataReceived += (_, line) => worker.lastLine = line.Data ?? worker.lastLine;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Ends it without a word.</summary>
    public void Kill() => process.Kill();

    /// <summary>Lets it stand still.</summary>
    public void Freeze() => Process.Start("/bin/kill", ["-STOP", process.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();

    public bool HasExited => process.HasExited;

    /// <summary>Megabytes of memory in use, now or at the most so far.</summary>
    public double MemoryMegabytes(bool peak)
    {
        var line = File.ReadLines($"/proc/{process.Id}/status")
            .First(l => l.StartsWith(peak ? "VmHWM:" : "VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time of the process so far.</summary>
    public TimeSpan ProcessorTime()
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }

    public int Threads()
    {
        process.Refresh();
        return process.Threads.Count;
    }

    /// <summary>Waits until each customer's inbox was looked into; how long that took from the start of the process.</summary>
    public async Task<TimeSpan> EverybodyPolledAsync(int customers, TimeSpan atMost)
    {
        // The status tells the last look of each, and is written every few seconds: the first time a customer is in it counts.
        var first = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await WaitAsync(() =>
        {
            if (File.Exists(statusFile))
            {
                using var status = JsonDocument.Parse(File.ReadAllText(statusFile));
                foreach (var job in status.RootElement.GetProperty("jobs").EnumerateArray()
                    .Where(job => job.GetProperty("job").GetString() == "pick-up" && job.GetProperty("failures").GetInt32() == 0))
                {
                    first.TryAdd(job.GetProperty("customer").GetString()!, job.GetProperty("ended_at").GetDateTimeOffset());
                }
            }

            return Task.FromResult(first.Count == customers);
        }, atMost, TimeSpan.FromSeconds(1));
        return first.Values.Max() - started;
    }

    /// <summary>Megabytes that photo decoders of this machine have in memory now.</summary>
    public double DecoderMegabytes()
    {
        if (process.HasExited)
        {
            return 0;
        }

        var kilobytes = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var resident = File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("decode-photos", StringComparison.Ordinal)
                    ? File.ReadLines(Path.Combine(folder, "status")).FirstOrDefault(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
                    : null;
                kilobytes += resident is null ? 0 : double.Parse(resident[6..^2], CultureInfo.InvariantCulture);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return kilobytes / 1024;
    }

    /// <summary>Waits for a condition while the worker runs.</summary>
    public async Task WaitAsync(Func<Task<bool>> condition, TimeSpan atMost, TimeSpan step)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > atMost)
            {
                throw new InvalidOperationException(process.HasExited
                    ? $"The worker ended: {lastLine}" : $"The worker did not get that far: {lastLine}");
            }

            await Task.Delay(step, TimeProvider.System);
        }
    }

    public void Dispose()
    {
        // SIGTERM would be politer; nothing of this run is kept.
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    private static async Task<string> PublishAsync()
    {
        // To measure a program that is installed already.
        if (Environment.GetEnvironmentVariable("NEXUSGO_BENCH_WORKER") is { Length: > 0 } installed)
        {
            return installed;
        }

        var target = Path.Combine(Path.GetTempPath(), "nexusgo-bench-worker");
        var project = Path.Combine(SourceFolder(), "../../../src/NexusGo.FileExchange.Worker/NexusGo.FileExchange.Worker.csproj");
        await Shell.RunAsync("dotnet", "publish", project, "-c", "Release", "-r", "linux-x64", "--self-contained", "false",
            "-p:PublishReadyToRun=true",
            "-p:RunAnalyzersDuringBuild=false", "-m:1", "--nologo", "-v", "q", "-o", target);
        return Path.Combine(target, "nexusgo-fx");
    }

    private static string SourceFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
