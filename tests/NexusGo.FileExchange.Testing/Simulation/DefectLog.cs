using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What the product logs as an error is a defect that it survived.</summary>
internal sealed class DefectLog : ILoggerProvider, ILogger
{
    /// <summary>A file whose work threw what is neither a refusal nor the environment.</summary>
    private const int FileBroke = 2013;

    /// <summary>Those of the world that is being simulated: there is one at a time.</summary>
    public static Invariants? Present { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == FileBroke)
        {
            Present?.Defect(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
