using System.ComponentModel;
using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>Short runs of the system's own programs, with their output; a run that is cancelled is killed.</summary>
internal static class SystemProgram
{
    /// <returns>Standard output.</returns>
    /// <exception cref="FileExchangeException">It is missing, or ended with another exit code than 0; the message repeats what it
    /// printed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken,
        string? input = null)
    {
        var (exitCode, output, errors) = await ExecuteAsync(program, arguments, input, cancellationToken);
        return exitCode == 0 ? output : throw new FileExchangeException(
            FailureReason.DatabaseRefused, isTransient: false,
            $"The program {program} ended with exit code {exitCode}: {(errors.Length > 0 ? errors : output).Trim()}");
    }

    public static async Task<bool> TryAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        (await ExecuteAsync(program, arguments, null, cancellationToken)).ExitCode == 0;

    private static async Task<(int ExitCode, string Output, string Errors)> ExecuteAsync(
        string program, IEnumerable<string> arguments, string? input, CancellationToken cancellationToken)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/",
            },
        };
        ChildEnvironment.Clear(process.StartInfo.Environment);
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new FileExchangeException(
                FailureReason.ProgramMissing, isTransient: false,
                $"The program {program} cannot be started. On Debian: apt-get install {PackageOf(program)}", failure);
        }

        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string PackageOf(string program) => Path.GetFileName(program) switch
    {
        "setpriv" => "util-linux",
        "stat" or "install" or "test" => "coreutils",
        _ => "postgresql",
    };
}
