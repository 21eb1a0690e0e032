using System.Security.Cryptography;

namespace NexusGo.FileExchange;

/// <summary>
/// This run of this worker: a name for people and a part that never comes again, so that a restarted worker is not taken for itself.
/// </summary>
public sealed class WorkerIdentity
{
    public WorkerIdentity(string name)
    {
        ShortId = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Owner = $"{name}/{ShortId}";
    }

    /// <summary>Eight random hexadecimal digits.</summary>
    public string ShortId { get; }

    /// <summary>Who holds a lease.</summary>
    public string Owner { get; }
}
