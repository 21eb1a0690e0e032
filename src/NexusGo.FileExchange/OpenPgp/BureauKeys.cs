namespace NexusGo.FileExchange.OpenPgp;

/// <summary>
/// Our own OpenPGP keys by primary fingerprint (upper-case hex): the current one first, then those still accepted during a roll-over.
/// </summary>
public sealed record BureauKeys(IReadOnlyList<string> Fingerprints)
{
    public static readonly BureauKeys None = new([]);

    /// <summary>The key we sign with and that customers are to encrypt to; null when there is none.</summary>
    public string? Current => Fingerprints.Count > 0 ? Fingerprints[0] : null;
}
