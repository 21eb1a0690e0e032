namespace NexusGo.FileExchange.Diagnostics;

internal static partial class AnswersLog
{
    [LoggerMessage(5005, LogLevel.Warning,
        "{Customer}: answers are not encrypted to the certificate {Fingerprint}: expired, revoked, too weak or without encryption key")]
    public static partial void AnswerCertificateUnusable(ILogger logger, string customer, string fingerprint);

    [LoggerMessage(5006, LogLevel.Error,
        "{Customer}: no certificate for answers can be used any more: {Kind} {ReportId} holds no personal data and goes out unsealed; "
        + "files with personal data wait")]
    public static partial void AnswerUnsealed(ILogger logger, string customer, string kind, Guid reportId);
}
