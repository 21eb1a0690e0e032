using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

// Requests have the numbers from 3600 on: they stand beside the orders.
internal static partial class RequestsLog
{
    [LoggerMessage(3601, LogLevel.Information, "{Customer}: file {FileId} read personal data of {Cards} card(s) into history {ReportId}.")]
    public static partial void HistoryRead(ILogger logger, string customer, Guid fileId, Guid reportId, long cards);

    [LoggerMessage(3602, LogLevel.Information,
        "{Customer}: file {FileId} asks for {Cards} card(s) to be cancelled that the production partner has already; its word decides.")]
    public static partial void CancellationsAsked(ILogger logger, string customer, Guid fileId, int cards);

    [LoggerMessage(3603, LogLevel.Information,
        "{Customer}: {Cards} card(s) erased that a request had been waiting for; {Requests} request(s) done.")]
    public static partial void ScheduledErasuresDone(ILogger logger, string customer, long cards, long requests);

    [LoggerMessage(3604, LogLevel.Information, "{Customer}: an operator read personal data of {Cards} card(s).")]
    public static partial void HistoryReadByOperator(ILogger logger, string customer, long cards);
}
