using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>Looks at the table of health every so often and puts a notice in line for every alarm that began or ended.</summary>
internal sealed class AlarmWatch(WorkerConfiguration configuration, ExchangeDatabase database, NoticeStore store, TimeProvider time,
    ILogger<AlarmWatch> log) : BackgroundService
{
    private readonly HealthReader health = new(database, time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = configuration.Settings.Notices;
        try
        {
            while (true)
            {
                await Task.Delay(settings.LookInterval, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await health.ReadAsync(WorkerConfiguration.Load(configuration.Directory), null, cancellationToken);
            await store.NoteAlarmsAsync(AlarmsOf(report.Table), Channels(configuration.Settings.Notices), time.GetUtcNow(),
                cancellationToken);
        }
        catch (FileExchangeException failure)
        {
            // That the database is away, this worker's status tells; the next look finds what is so then.
            NoticesLog.AlarmsNotNoted(log, failure.Reason, failure.Message);
        }
    }

    /// <summary>Rows that are good are notes and alarm nobody.</summary>
    internal static IReadOnlyList<Alarm> AlarmsOf(HealthTable table) => [.. table.Rows.Where(row => row.Level != HealthLevel.Good)
        .DistinctBy(row => (row.Area, row.Rule))
        .Select(row => new Alarm(row.Area, row.Rule, row.Level.ToString().ToUpperInvariant(), row.Reason))];

    internal static IReadOnlyList<string> Channels(NoticeSettings settings) =>
        [.. settings.HasWebhook ? [NoticeLimits.Webhook] : Array.Empty<string>(),
            .. settings is { HasMail: true, MailTo.Count: > 0 } ? [NoticeLimits.Mail] : Array.Empty<string>()];
}
