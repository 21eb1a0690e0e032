using System.Security.Cryptography;

namespace NexusGo.FileExchange;

/// <summary>
/// This run of this worker: a name for people and a part that never comes again, so that a restarted worker is not taken for itself.
/// </summary>
public sealed class WorkerIdentity
{
    /// <param name="name">The worker's.</param>
    /// <param name="shortId">Eight hexadecimal digits; null: random ones.</param>
    public WorkerIdentity(string name, string? shortId = null)
    {
        ShortId = shortId ?? RandomNumberGenerator.GetHexString(8, lowercase: true);
        Owner = $"{name}/{ShortId}";
    }

    /// <summary>Eight hexadecimal digits.</summary>
    public string ShortId { get; }

    /// <summary>Who holds a lease.</summary>
    public string Owner { get; }
}
