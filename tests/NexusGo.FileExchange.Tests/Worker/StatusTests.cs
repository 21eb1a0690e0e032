using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class StatusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();

    public StatusTests() => StatusFile.Write(StatusFile.PathOf(folder.Path, "w1"), new WorkerStatus
    {
        Worker = "w1",
        Version = "1",
        ProcessId = 1,
        StartedAt = clock.GetUtcNow(),
        WrittenAt = clock.GetUtcNow(),
        Database = "embedded",
        Health = "degraded",
        Customers = [],
        RetiredCustomers = [],
        ConfigurationProblems = [],
        Jobs = [],
        Production = new EventTroubles(2, DateTimeOffset.UnixEpoch, 3,
            [new EventTrouble(Guid.Empty, "ACME", "SHIPPED", "REFUSED", "R-EVT-01", DateTimeOffset.UnixEpoch)]),
        Keys = [new KeyStatus("ACME", "ABCD", 5, "Urgent", "ACME.json: a key that ends in 5 day(s)")],
    });

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Keys_that_end_are_in_the_status()
    {
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Ok, StatusCommand.Run(folder.Path, json: false, clock, output));

        Assert.Contains("key of ACME: urgent: ACME.json: a key that ends in 5 day(s)", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_end_are_in_the_status_for_scripts()
    {
        using var output = new StringWriter();

        StatusCommand.Run(folder.Path, json: true, clock, output);

        using var json = JsonDocument.Parse(output.ToString());
        var key = json.RootElement.GetProperty("workers")[0].GetProperty("keys")[0];
        Assert.Equal(5, key.GetProperty("days_left").GetInt32());
        Assert.Equal("Urgent", key.GetProperty("severity").GetString());
    }

    [Fact]
    public void Held_and_refused_events_are_in_the_status()
    {
        using var output = new StringWriter();
        StatusCommand.Run(folder.Path, json: false, clock, output);
        Assert.Contains("production: 2 report(s) held since 1970-01-01 00:00:00Z, see: nexusgo-fx production held; 3 event(s) refused "
            + "within 7 days", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("ACME  SHIPPED REFUSED R-EVT-01", output.ToString(), StringComparison.Ordinal);

        using var forScripts = new StringWriter();
        StatusCommand.Run(folder.Path, json: true, clock, forScripts);
        using var json = JsonDocument.Parse(forScripts.ToString());
        var production = json.RootElement.GetProperty("workers")[0].GetProperty("production");
        Assert.Equal((2, 3, "R-EVT-01"), (production.GetProperty("held").GetInt32(), production.GetProperty("refused").GetInt32(),
            production.GetProperty("latest")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public void A_worker_that_has_not_written_for_a_while_is_silent()
    {
        clock.Advance(StatusFileWriter.Interval * 5);
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.NotRunning, StatusCommand.Run(folder.Path, json: false, clock, output));
        Assert.Contains("silent", output.ToString(), StringComparison.Ordinal);
    }
}
