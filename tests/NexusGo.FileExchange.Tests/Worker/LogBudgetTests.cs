using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Worker.Configuration;
using Serilog.Events;
using Serilog.Parsing;

namespace NexusGo.FileExchange.Tests.Worker;

[Trait("Attack", "20.8 log flood")]
public sealed class LogBudgetTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_customers_lines_end_with_its_budget_and_nobody_elses_do_and_the_next_day_begins_anew()
    {
        var usedUp = new List<string>();
        var budget = new CustomerLogBudget(2_000) { UsedUp = usedUp.Add };
        Assert.InRange(Enumerable.Range(0, 1_000).Count(_ => budget.IsEnabled(Line("LOUD"))), 5, 20);
        Assert.Equal(["LOUD"], usedUp);
        Assert.True(budget.IsEnabled(Line("QUIET")));
        Assert.True(budget.IsEnabled(Line(null)));
        Assert.True(budget.IsEnabled(Line("LOUD", LogEventLevel.Error)));
        Assert.True(budget.IsEnabled(Line("LOUD", day: Day.AddDays(1))));
    }

    [Fact]
    public void The_oldest_log_files_go_when_all_together_are_too_large_and_never_the_newest()
    {
        var folder = Directory.CreateTempSubdirectory("nexusgo-logs-").FullName;
        try
        {
            for (var day = 1; day <= 5; day++)
            {
                var path = Path.Combine(folder, $"{LogFileSweep.Prefix}2026110{day}.log");
                File.WriteAllBytes(path, new byte[1000]);
                File.SetLastWriteTimeUtc(path, Day.AddDays(day).UtcDateTime);
            }

            File.WriteAllText(Path.Combine(folder, "other.log"), "x");
            Assert.Equal(3, Sweep(2_500));
            Assert.Equal(0, Sweep(2_500));
            Assert.Equal(1, Sweep(10));
            Assert.Equal(["nexusgo-fx-20261105.log", "other.log"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        int Sweep(long most)
        {
            using var sweep = new LogFileSweep(new LoggingSettings { Directory = folder, MaxTotalBytes = most }, TimeProvider.System,
                NullLogger<LogFileSweep>.Instance);
            return sweep.Sweep();
        }
    }

    private static LogEvent Line(string? customer, LogEventLevel level = LogEventLevel.Warning, DateTimeOffset? day = null) => new(
        day ?? Day, level, null, new MessageTemplateParser().Parse("{Customer}: a line about something that happened"), customer is null
            ? [] : [new LogEventProperty("Customer", new ScalarValue(customer))]);
}
