using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The whole circle on this machine: private database, private sshd, two customers (one of them with OpenPGP), the samples, a simulated
/// production. Touches nothing outside its folder.
/// </summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var once = new Option<bool>("--once") { Description = "End by itself; exit code 0 only if every sample was answered as expected, "
            + "every card produced and reported back, and a report swept." };
        var keep = new Option<bool>("--keep")
            { Description = "Go on with the data of the last demo instead of starting afresh (known samples are then duplicates)." };
        var directory = new Option<string?>("--directory") { Description = $"The demo's folder (else {DemoFolder.DefaultPath}).",
            HelpName = "folder" };
        var samples = new Option<string?>("--samples")
            { Description = "Folder with sample orders and expected.json (else samples/orders, here or above).", HelpName = "folder" };
        var command = new Command("run",
            "Show the whole journey on this machine with a private database, a private sshd and the sample orders.") { once, keep,
            directory, samples };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            // From here on, not from the worker's start on: what the demo has started by then ends with it.
            using var signals = Stopping.On(cancellationToken);
            try
            {
                return await RunAsync(Path.GetFullPath(parsed.GetValue(directory) ?? DemoFolder.DefaultPath),
                    DemoSamples.FindFolder(parsed.GetValue(samples)), parsed.GetValue(once), parsed.GetValue(keep), signals.Token);
            }
            catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
            {
                await Console.Out.WriteLineAsync("Stopped before the worker had started.");
                return parsed.GetValue(once) ? DemoExitCodes.DemoCheck : ExitCodes.Ok;
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(string path, string sampleFolder, bool once, bool keep, CancellationToken cancellationToken)
    {
        var output = Console.Out;
        var samples = DemoSamples.Read(sampleFolder);
        foreach (var program in new[] { DemoProgram.Sshd, DemoProgram.Keygen, DemoProgram.Ssh, DemoProgram.Sftp })
        {
            program.Find();
        }

        DemoGpg.FindPrograms();
        using var folder = DemoFolder.Open(path, keep);
        output.WriteLine($"Demo in {folder.Path}");
        await using var server = await DemoSshd.StartAsync(folder.PathOf("sshd"), folder.PathOf("area"),
            [.. DemoCustomer.Folders, .. DemoPgp.Folders, .. DemoProduction.Folders], TimeProvider.System, cancellationToken);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  sshd on 127.0.0.1:{server.Port}, user {server.User}"));
        var written = DemoCustomer.WriteConfiguration(folder, server);
        await using var gpg = DemoGpg.Open(folder, output);
        var encrypted = new DemoPgp(folder, server, gpg, samples, TimeProvider.System, output);
        await encrypted.PrepareAsync(written, cancellationToken);
        output.WriteLine();
        await using var production = new DemoProduction(folder, server, TimeProvider.System, output);
        production.WriteProfile(written);
        var configuration = WorkerConfiguration.Load(written);
        await using var worker = await WorkerHost.BuildAsync(configuration, LogLevel.Warning, cancellationToken);
        output.WriteLine($"  database {worker.Database}");
        await worker.StartAsync(cancellationToken);
        output.WriteLine(
            $"  worker {configuration.Settings.WorkerName} watches the inboxes of customers {DemoCustomer.Id} and {DemoPgp.Id}");

        // Ctrl-C and SIGTERM reach the host first; the demo ends with it.
        var stopping = worker.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var answeredAsExpected = false;
        try
        {
            var run = new DemoRun(server, samples, TimeProvider.System, output);
            var wrong = await run.RunAsync(stopping) + await encrypted.RunAsync(stopping);
            var cancelled = run.AcceptedCards > 0 ? await new DemoCancellation(server, TimeProvider.System, output).RunAsync(stopping)
                : null;
            wrong += run.AcceptedCards > 0 && cancelled is null ? 1 : 0;
            var photos = new DemoPhotos(server, worker.Services.GetRequiredService<ExchangeDatabase>(), TimeProvider.System, output);
            var late = run.AcceptedCards > 0 && !keep ? await photos.SendAsync(stopping) : 0;
            wrong += late is null ? 1 : 0;
            production.Start(configuration);
            wrong += await new DemoCircle(server, production, TimeProvider.System, output)
                .RunAsync(run.AcceptedCards + (late ?? 0), cancelled, stopping);
            wrong += run.AcceptedCards > 0 ? await photos.EraseAsync(stopping) : 0;
            answeredAsExpected = wrong == 0;
            PrintNextSteps(server, gpg, configuration, output);
            if (!once)
            {
                output.WriteLine("The worker keeps running, and what comes and goes is shown here. Ctrl-C ends it.");
                await new DemoLiveView(server.Area, TimeProvider.System, output).RunAsync(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            output.WriteLine("Stopping.");
        }

        await worker.StopAsync(CancellationToken.None);
        return once && !answeredAsExpected ? DemoExitCodes.DemoCheck : ExitCodes.Ok;
    }

    private static void PrintNextSteps(DemoSshd server, DemoGpg gpg, WorkerConfiguration configuration, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Where to look next:");
        output.WriteLine($"  the customer's folders   {server.Area}");
        output.WriteLine($"  drop a file yourself     sftp {string.Join(' ', server.SftpArguments)}");
        output.WriteLine($"  the customer's gpg       {gpg.Shown}");
        output.WriteLine($"  the configuration        {configuration.Directory}");
        output.WriteLine($"  the log                  {configuration.Settings.Logging.Directory}");
        output.WriteLine($"  how the worker is        {ShownProgram.Worker} status --config {configuration.Directory}");
        output.WriteLine("  what customers may send  samples/README.md");
        output.WriteLine("  running it for real      install/README.md");
        output.WriteLine();
    }
}
