namespace NexusGo.FileExchange.Diagnostics;

internal static partial class AnswersLog
{
    [LoggerMessage(5005, LogLevel.Warning, "{Customer}: answers are not encrypted to the certificate {Fingerprint}: expired, revoked, too weak or without encryption key")]
    public static partial void AnswerCertificateUnusable(ILogger logger, string customer, string fingerprint);
}
