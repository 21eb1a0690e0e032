using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>The log as JSON, as another program reads it: line by line.</summary>
public sealed class JsonLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_line_is_an_object_with_time_level_event_id_and_customer()
    {
        using (var services = new ServiceCollection().AddLogging(logging => logging.AddWorkerLogging(new ConfigurationBuilder().Build(),
            new LoggingSettings { Directory = folder.Path, Format = LogFormat.Json }, LogLevel.None)).BuildServiceProvider())
        {
            var log = services.GetRequiredService<ILogger<JsonLogTests>>();
            WorkerLog.CustomerInUse(log, "ACME", "a \"quoted\"\nversion");
            WorkerLog.JobFailedForNow(log, "pick-up", "ACME", FailureReason.RemoteUnreachable, 1, 2000, "no route; \t\0 and \\");
            WorkerLog.JobBroke(log, "pick-up", "ACME", 1, 2000, Thrown());
        }

        var lines = File.ReadAllLines(Assert.Single(Directory.GetFiles(folder.Path)));
        Assert.Equal(3, lines.Length);
        Assert.All(lines.Zip([(7010, "Information"), (7022, "Warning"), (7024, "Fatal")]), line =>
        {
            using var json = JsonDocument.Parse(line.First);
            var properties = json.RootElement.GetProperty("Properties");
            Assert.Equal(line.Second,
                (properties.GetProperty("EventNumber").GetInt32(), json.RootElement.GetProperty("Level").GetString()!));
            Assert.Equal("ACME", properties.GetProperty("Customer").GetString());
            Assert.True(json.RootElement.GetProperty("Timestamp").TryGetDateTimeOffset(out _));
            Assert.NotEmpty(json.RootElement.GetProperty("RenderedMessage").GetString()!);
        });
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("a defect\nof two lines");
        }
        catch (InvalidOperationException defect)
        {
            return defect;
        }
    }
}
