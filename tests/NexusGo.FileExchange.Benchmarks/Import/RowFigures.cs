using System.Diagnostics;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Benchmarks.Import;

/// <summary>Reading and checking rows by every rule, from memory, on one core.</summary>
internal static class RowFigures
{
    private const int Rows = 500_000;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        var file = OrderFileGenerator.Bytes(Rows);
        var rules = OrderRules.Compile(DemoProfile.Large(), DemoProfile.Today);
        for (var i = 0; i < 3; i++)
        {
            await ReadAsync(file, rules);
        }

        using var process = Process.GetCurrentProcess();
        var cores = process.ProcessorAffinity;
        process.ProcessorAffinity = 1;
        try
        {
            var seconds = await Turns.MedianAsync(options.Rounds, async () =>
            {
                await ReadAsync(file, rules);
                return null;
            });
            figures.AtLeast("read and check rows on one core", Rows / seconds, 1_000_000, "rows/s");
        }
        finally
        {
            process.ProcessorAffinity = cores;
        }
    }

    private static async Task ReadAsync(byte[] file, OrderRules rules)
    {
        using var stream = new MemoryStream(file);
        await using var reader = await OrderReader.OpenAsync(stream, rules, CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            if (reader.Row.IsRejected)
            {
                throw new InvalidOperationException("A row was rejected.");
            }
        }

        if (reader.Refusal is not null || reader.RowsRead != Rows)
        {
            throw new InvalidOperationException("The file was not read to its end.");
        }
    }
}
