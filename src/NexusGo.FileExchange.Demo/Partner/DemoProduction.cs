using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Demo;

/// <summary>The demo's production partner: an area of its own behind the same sshd, and the simulation that works in it.</summary>
internal sealed class DemoProduction(DemoFolder folder, DemoSshd server, TimeProvider time, TextWriter output) : IAsyncDisposable
{
    private const string Area = "production";

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Three days until delivery take two and a half seconds.</summary>
    private static readonly SimulationOptions Behaviour = new() { Speed = 100_000, Failed = 0.1, Returned = 0.15,
        LookInterval = TimeSpan.FromSeconds(0.5) };

    private readonly CancellationTokenSource stopping = new();
    private RemoteFolderFactory? remotes;
    private Task simulation = Task.CompletedTask;

    /// <summary>Where batches and cancellations lie, below the demo's area.</summary>
    public const string BatchFolder = $"{Area}/out/batches";

    /// <summary>The folders of its area.</summary>
    public static readonly IReadOnlyList<string> Folders = [$"{Area}/in", $"{Area}/out/batches", $"{Area}/out/receipts",
        $"{Area}/out/errors", $"{Area}/out/consumed"];

    private static readonly string[] Contactless = ["chip_type", "uid_hex"];
    private static readonly string[] WithProximity = [.. Contactless, "hid_format", "hid_facility", "hid_number"];

    /// <summary>Writes production.json as an operator would.</summary>
    public void WriteProfile(string configurationFolder) =>
        File.WriteAllText(Path.Combine(configurationFolder, ProductionProfileReader.FileName), JsonSerializer.Serialize(new
        {
            Version = "2026-11",
            Remote = new { Host = "127.0.0.1", server.Port, server.User, HostKeys = new[] { server.HostKey }, server.PrivateKeyFile },
            Folders = new
            {
                In = $"{server.Prefix}/{Area}/in/",
                Batches = $"{server.Prefix}/{Area}/out/batches/",
                Receipts = $"{server.Prefix}/{Area}/out/receipts/",
                Errors = $"{server.Prefix}/{Area}/out/errors/",
                Consumed = $"{server.Prefix}/{Area}/out/consumed/",
            },
            Intake = new { PollInterval = "00:00:00.5", StableFor = "00:00:00" },
            Pgp = new { Encryption = "None", Signature = "Optional" },
            Batches = new { Interval = "00:00:01" },
            Layouts = new object[]
            {
                new { ProductCode = "ID-STD", ExpectedReportFields = WithProximity },
                new { ProductCode = "ID-PHOTO", ExpectedReportFields = Contactless },
                new { ProductCode = "VISITOR", ExpectedReportFields = Contactless },
            },
        }, Layout) + "\n");

    /// <summary>Starts the simulated factory; it works until the demo ends.</summary>
    public void Start(WorkerConfiguration configuration)
    {
        output.WriteLine();
        output.WriteLine($"The simulated production partner works in /{Area}/, as this would do it:");
        output.WriteLine($"  $ {ShownProgram.Demo} simulate-production --profile {configuration.PartnerFile} "
            + $"--speed {Behaviour.Speed:0} --failed {Behaviour.Failed:0.##} --returned {Behaviour.Returned:0.##}");
        remotes = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = folder.PathOf("partner") }, time,
            NullLoggerFactory.Instance);
        simulation = new ProductionSimulator(new PartnerSide(configuration.Production!, remotes), Behaviour, time,
            TextWriter.Synchronized(output)).RunAsync(stopping.Token);
    }

    /// <summary>Throws what the simulation failed with, if it did.</summary>
    public void EnsureWorks()
    {
        if (simulation.IsFaulted)
        {
            simulation.GetAwaiter().GetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        try
        {
            await simulation;
        }
        catch (Exception exception) when (exception is OperationCanceledException or Diagnostics.FileExchangeException)
        {
            // It ends with the demo; what it failed with has been told.
        }

        remotes?.Dispose();
        stopping.Dispose();
    }
}
