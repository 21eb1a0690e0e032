using Microsoft.Extensions.Logging;

namespace NexusGo.FileExchange.Diagnostics;

internal static partial class VaultLog
{
    [LoggerMessage(4001, LogLevel.Information, "Created the {Purpose} key {KeyId} of customer {Customer}.")]
    public static partial void CustomerKeyCreated(ILogger logger, string customer, string purpose, Guid keyId);
}
