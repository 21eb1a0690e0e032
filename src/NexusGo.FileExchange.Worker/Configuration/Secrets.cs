using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// Reads a secret at the moment it is needed: the first line of a file, or an environment variable named <c>env:NAME</c>.
/// </summary>
public static class Secrets
{
    /// <exception cref="FileExchangeException">Reason SecretUnavailable; the message names the path or variable, never the
    /// secret.</exception>
    public static string Read(string source)
    {
        if (source.StartsWith(ConfiguredPaths.EnvironmentPrefix, StringComparison.Ordinal))
        {
            var name = source[ConfiguredPaths.EnvironmentPrefix.Length..];
            return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
                ? value
                : throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                    $"The environment variable {name} is not set.");
        }

        try
        {
            using var reader = new StreamReader(source);
            return reader.ReadLine() is { Length: > 0 } line
                ? line
                : throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                    $"The first line of {source} is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false, $"The secret in {source} cannot be read.",
                exception);
        }
    }
}
