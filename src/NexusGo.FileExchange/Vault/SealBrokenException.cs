using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// A sealed value did not open: it was changed, cut short, belongs to another card, report or customer, or was sealed under another key.
/// Never retried and never treated as "empty": either the data or the program is wrong.
/// </summary>
public sealed class SealBrokenException : CryptographicException
{
    public SealBrokenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
