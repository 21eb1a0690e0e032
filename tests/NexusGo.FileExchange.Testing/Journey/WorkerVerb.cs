using System.Diagnostics;
using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>One verb of the built program, run to its end as an operator would run it.</summary>
/// <param name="ExitCode">As the shell sees it.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record WorkerVerb(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public static Task<WorkerVerb> RunAsync(params string[] arguments) => RunAsync(crashAt: null, arguments);

    /// <summary>A verb of nexusgo-demo.</summary>
    public static Task<WorkerVerb> DemoAsync(params string[] arguments) => RunAsync("nexusgo-demo", crashAt: null, arguments, input: null);

    /// <summary>A verb that is given no configuration, by somebody who stands in a folder.</summary>
    public static Task<WorkerVerb> InFolderAsync(string folder, params string[] arguments) =>
        RunAsync("nexusgo-fx", crashAt: null, arguments, input: null, folder);

    /// <param name="crashAt">Where it dies by itself, or null.</param>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="input">What it is typed; null: nothing, and it could not ask.</param>
    public static Task<WorkerVerb> RunAsync(string? crashAt, string[] arguments, string? input = null) =>
        RunAsync("nexusgo-fx", crashAt, arguments, input);

    /// <summary>A verb of somebody who logged in as one user, and pretends in the environment to have been another before sudo.</summary>
    /// <param name="loginUser">Who logged in (loginuid of proc(5)).</param>
    /// <param name="arguments">The verb and its options.</param>
    public static Task<WorkerVerb> AsPersonAsync(int loginUser, params string[] arguments) =>
        RunAsync("nexusgo-fx", crashAt: null, arguments, input: null, loginUser: loginUser);

    /// <summary>Whether a login can be played here: it can be set once, and again only by root.</summary>
    public static bool CanPlayPersons()
    {
        using var attempt = Process.Start("/bin/sh", ["-c", "echo 1001 >/proc/self/loginuid"]);
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }

    private static async Task<WorkerVerb> RunAsync(string program, string? crashAt, string[] arguments, string? input,
        string? folder = null, int? loginUser = null)
    {
        var assembly = Path.Combine(Path.GetDirectoryName(typeof(WorkerVerb).Assembly.Location)!, $"{program}.dll");
        string[] logIn = loginUser is null
            ? [] : ["/bin/sh", "-c", "echo \"$0\" >/proc/self/loginuid && SUDO_USER=innocent exec \"$@\"", $"{loginUser}"];
        string[] command = [.. logIn, "dotnet", assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        start.Environment.Remove(CrashPoint.Variable);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // as WorkerProcess
        start.Environment.Remove("NEXUSGO_CONFIG");
        if (crashAt is not null)
        {
            start.Environment[CrashPoint.Variable] = crashAt;
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await TypeAsync(process, input);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new WorkerVerb(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {arguments[0]} has not ended within {Longest.TotalMinutes} minutes.");
        }
    }

    private static async Task TypeAsync(Process process, string? input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; its exit code says why.
        }
    }
}
