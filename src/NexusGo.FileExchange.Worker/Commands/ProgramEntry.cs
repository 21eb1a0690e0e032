using System.CommandLine;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Runs a program's verb: what goes wrong is told on standard error and becomes an exit code.</summary>
internal static class ProgramEntry
{
    public static async Task<int> RunAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (ConfigurationException exception)
        {
            foreach (var problem in exception.Problems)
            {
                await Console.Error.WriteLineAsync(problem.ToString());
            }

            await Console.Error.WriteLineAsync($"{exception.Problems.Count} problem(s) in the configuration.");
            return ExitCodes.Configuration;
        }
        catch (FileExchangeException exception)
        {
            await Console.Error.WriteLineAsync($"{exception.Reason}: {exception.Message}");
            return ExitCodes.Of(exception);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ok;
        }
#pragma warning disable CA1031 // The last catch of the program: the exit code tells the cause.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return ExitCodes.Unexpected;
        }
    }

    public static async Task<int> ParseAsync(RootCommand root, string program, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"Try: {program} --help");
            return ExitCodes.Usage;
        }

        // Signals belong to the host, which stops between durable steps.
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null });
    }
}
