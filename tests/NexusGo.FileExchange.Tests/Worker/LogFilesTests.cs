using System.Globalization;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class LogFilesTests
{
    [Fact]
    public void A_log_goes_when_its_days_are_over_and_nothing_else_does()
    {
        var now = DateTimeOffset.Parse("2026-06-30T02:30:00Z", CultureInfo.InvariantCulture);
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["nexusgo-fx-20260401.log", "nexusgo-fx-20260331.log", "nexusgo-fx-20260331_001.log",
            "nexusgo-fx-20260630.log", "other-20200101.log", "nexusgo-fx-20200101.log.keep"])
        {
            File.WriteAllText(Path.Combine(folder.Path, name), "");
        }

        Assert.Equal(2, LogFiles.RemoveOld(new LoggingSettings { Directory = folder.Path, RetentionDays = 90 }, now));
        Assert.Equal(["nexusgo-fx-20200101.log.keep", "nexusgo-fx-20260401.log", "nexusgo-fx-20260630.log", "other-20200101.log"],
            Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
