using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

// Production has the numbers from 3500 on: it stands beside the orders.
internal static partial class ProductionLog
{
    [LoggerMessage(3501, LogLevel.Warning, "Event file {FileId}: {Refused} rows refused, {Held} held for a person; the first with {Code}.")]
    public static partial void EventsNotApplied(ILogger logger, Guid fileId, int refused, int held, string? code);

    [LoggerMessage(3502, LogLevel.Information,
        "{Customer}: held event {EventId} was decided: {Decision}; {Events} events have their last word.")]
    public static partial void HeldEventDecided(ILogger logger, string customer, Guid eventId, string decision, int events);

    [LoggerMessage(3503, LogLevel.Information,
        "Event file {FileId}: cards were changed meanwhile by somebody else; done again after attempt {Attempt}.")]
    public static partial void EventFileAgain(ILogger logger, Guid fileId, int attempt);

    [LoggerMessage(3511, LogLevel.Information, "{Customer}: batch {Sequence} with {Cards} cards is ready for the production partner.")]
    public static partial void BatchMade(ILogger logger, string customer, long sequence, int cards);

    [LoggerMessage(3512, LogLevel.Information, "{Customer}: {Cards} cards are on their way to the production partner to be cancelled.")]
    public static partial void CancellationsMade(ILogger logger, string customer, int cards);

    [LoggerMessage(3513, LogLevel.Error, "{Customer}: {Cards} cards are {Status} for longer than agreed, the first since {Oldest:u}.")]
    public static partial void StageLimitExceeded(ILogger logger, string customer, long cards, string status, DateTimeOffset oldest);

    [LoggerMessage(5501, LogLevel.Information, "{Customer}: back-report {Sequence} with {Lines} lines is ready after {ElapsedMs} ms.")]
    public static partial void BackReportMade(ILogger logger, string customer, long sequence, long lines, long elapsedMs);
}
