using System.Diagnostics;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>Runs a program of the system to its end.</summary>
public static class Programs
{
    /// <exception cref="InvalidOperationException">The program is missing, failed, or took over a minute.</exception>
    public static string Run(string program, IEnumerable<string> arguments, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started.");
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(60_000) || process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {errors.Result}");
        }

        return output;
    }
}
