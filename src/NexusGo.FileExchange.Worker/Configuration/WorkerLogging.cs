using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NexusGo.FileExchange.Diagnostics;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using Serilog.Settings.Configuration;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Log files through Serilog, one per day; a short form of the same on the console.</summary>
internal static class WorkerLogging
{
    private const string Template =
        "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {EventNumber} {SourceContext}: {Message:l}{NewLine}{Exception}";

    public static void AddWorkerLogging(this ILoggingBuilder logging, IConfiguration configuration, LoggingSettings settings,
        LogLevel consoleLevel)
    {
        // Levels come from the section Serilog; the file itself from our own settings, so that its folder and retention are checked with
        // them.
        var isJournal = Environment.GetEnvironmentVariable(JournalSink.StreamVariable) is { Length: > 0 }
            && File.Exists(JournalSink.SocketPath);
        var budget = new CustomerLogBudget(settings.MaxCustomerBytesPerDay);
        var files = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", LogEventLevel.Warning)
            .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(typeof(FileLoggerConfigurationExtensions).Assembly))
            .Enrich.With<EventNumber>()
            .Filter.With(budget)
            .Filter.ByExcluding(IsStackOfTheScheduler)
            .WriteTo.File(
                settings.Format == LogFormat.Json ? new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture)
                    : new MessageTemplateTextFormatter(Template, CultureInfo.InvariantCulture),
                Path.Combine(settings.Directory!, LogFileSweep.Prefix + ".log"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: settings.MaxFileBytes,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(settings.RetentionDays),
                shared: true)
            .WriteTo.Conditional(_ => isJournal, sink => sink.Sink(new JournalSink(JournalSink.SocketPath)))
            .CreateLogger();
        var own = new SerilogLoggerFactory(files).CreateLogger(typeof(CustomerLogBudget).FullName!);
        budget.UsedUp = customer => WorkerLog.LogBudgetUsedUp(own, customer);
        logging.SetMinimumLevel(LogLevel.Debug);
        logging.AddSerilog(files, dispose: true);
        if (isJournal)
        {
            return;
        }

        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.AddFilter<ConsoleLoggerProvider>(null, consoleLevel);
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft", LogLevel.Warning > consoleLevel ? LogLevel.Warning : consoleLevel);
        logging.AddFilter<ConsoleLoggerProvider>("Quartz", LogLevel.Critical);
    }

    /// <summary>
    /// The scheduler logs a stack for each attempt while its database is away. That it is away is told once, and every failure of a job by
    /// whoever runs it.
    /// </summary>
    private static bool IsStackOfTheScheduler(LogEvent logEvent) => logEvent.Exception is not null
        && logEvent.Properties.TryGetValue("SourceContext", out var source) && source is ScalarValue { Value: string name }
        && name.StartsWith("Quartz", StringComparison.Ordinal);

    /// <summary>The event's number alone; the logging bridge brings number and name as one structure.</summary>
    private sealed class EventNumber : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            if (logEvent.Properties.TryGetValue("EventId", out var value) && value is StructureValue structure
                && structure.Properties.FirstOrDefault(property => property.Name == "Id") is { } id)
            {
                logEvent.AddPropertyIfAbsent(new LogEventProperty(nameof(EventNumber), id.Value));
            }
        }
    }
}
