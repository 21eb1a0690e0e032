using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class VaultLog
{
    [LoggerMessage(4001, LogLevel.Information, "Created the {Purpose} key {KeyId} of customer {Customer}.")]
    public static partial void CustomerKeyCreated(ILogger logger, string customer, string purpose, Guid keyId);

    [LoggerMessage(4002, LogLevel.Warning, "{Customer}: destroyed the card keys of {Orders} orders whose cards were never stored.")]
    public static partial void OrphanedCardKeysDestroyed(ILogger logger, string customer, int orders);

    [LoggerMessage(4003, LogLevel.Information,
        "Wrote the tables of cards and card keys anew after erasures; log discarded: {LogDiscarded}.")]
    public static partial void RemnantsRemoved(ILogger logger, bool logDiscarded);

    [LoggerMessage(4004, LogLevel.Warning,
        "Bytes of erased cards stay in the database's files for now: another transaction uses the tables. Tried again in the next run.")]
    public static partial void RemnantsKept(ILogger logger);
}
