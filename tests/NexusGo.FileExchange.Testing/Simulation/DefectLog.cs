using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What the product logs as an error is a defect that it survived.</summary>
internal sealed class DefectLog(Invariants invariants) : ILoggerProvider, ILogger
{
    /// <summary>A file whose work threw what is neither a refusal nor the environment.</summary>
    private const int FileBroke = 2013;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == FileBroke)
        {
            invariants.Defect(formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }
}
