using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Serilog;
using Serilog.Settings.Configuration;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Log files through Serilog, one per day; a short form of the same on the console.</summary>
internal static class WorkerLogging
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {EventId} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    public static void AddWorkerLogging(this ILoggingBuilder logging, IConfiguration configuration, LoggingSettings settings, LogLevel consoleLevel)
    {
        // Levels come from the section Serilog; the file itself from our own settings, so that its folder and retention are checked with them.
        var files = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", Serilog.Events.LogEventLevel.Warning)
            .ReadFrom.Configuration(configuration, new ConfigurationReaderOptions(typeof(FileLoggerConfigurationExtensions).Assembly))
            .WriteTo.File(
                Path.Combine(settings.Directory!, "nexusgo-fx-.log"),
                outputTemplate: Template,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: settings.MaxFileBytes,
                retainedFileCountLimit: null,
                retainedFileTimeLimit: TimeSpan.FromDays(settings.RetentionDays),
                shared: true)
            .CreateLogger();
        logging.SetMinimumLevel(LogLevel.Debug);
        logging.AddSerilog(files, dispose: true);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        logging.AddFilter<ConsoleLoggerProvider>(null, consoleLevel);
        logging.AddFilter<ConsoleLoggerProvider>("Microsoft", LogLevel.Warning > consoleLevel ? LogLevel.Warning : consoleLevel);
        logging.AddFilter<ConsoleLoggerProvider>("Quartz", LogLevel.Warning > consoleLevel ? LogLevel.Warning : consoleLevel);
    }
}
