using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

// Retention has the numbers from 8000 on.
internal static partial class RetentionLog
{
    [LoggerMessage(8001, LogLevel.Information,
        "{Customer}: retention run {RunId}: {Planned} cards due, {Erased} erased, {Failed} failed, {ElapsedMs} ms.")]
    public static partial void RetentionRan(ILogger logger, string customer, Guid runId, int planned, int erased, int failed,
        long elapsedMs);

    [LoggerMessage(8002, LogLevel.Warning, "{Customer}: nothing is erased: hold {HoldId} until {Until:u}.")]
    public static partial void RetentionHeld(ILogger logger, string customer, Guid holdId, DateTimeOffset until);

    [LoggerMessage(8003, LogLevel.Error, "{Customer}: card {CardId} could not be erased: {Reason}.")]
    public static partial void CardNotErased(ILogger logger, string customer, Guid cardId, FailureReason reason);

    [LoggerMessage(8004, LogLevel.Information, "{Customer}: {Cards} cards expired.")]
    public static partial void CardsExpired(ILogger logger, string customer, int cards);

    [LoggerMessage(8011, LogLevel.Warning,
        "The database is older than the erasure journal: {Entries} erasures of {Cards} cards, the first of {First:u}, were done again "
        + "before the service opened.")]
    public static partial void ErasuresRepeated(ILogger logger, int entries, int cards, DateTimeOffset first);

    [LoggerMessage(8021, LogLevel.Information, "{Customer}: erasure certificate {Sequence} with {Lines} lines is ready.")]
    public static partial void CertificateMade(ILogger logger, string customer, long sequence, int lines);

    [LoggerMessage(8031, LogLevel.Information,
        "{Customer}: removed what has had its time: {Quarantined} files set aside, {Reports} reports, {Evidence} entries of evidence.")]
    public static partial void Purged(ILogger logger, string customer, int quarantined, int reports, int evidence);
}
