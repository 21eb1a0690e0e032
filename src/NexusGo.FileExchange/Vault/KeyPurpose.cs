namespace NexusGo.FileExchange.Vault;

/// <summary>What a customer key is for. Numbers are stored and bound into the wrapping: never change one.</summary>
public enum KeyPurpose : byte
{
    /// <summary>Wraps the key of each card.</summary>
    Cards = 1,
    /// <summary>Wraps the key of each report kept until it is delivered.</summary>
    Reports = 2,
    /// <summary>Keys the HMACs of the look-up columns. Never replaced: another key would find nothing that is stored.</summary>
    Index = 3,
    /// <summary>
    /// Keys the HMACs that chain the audit log. Never replaced and never destroyed: the log could not be verified any more.
    /// </summary>
    Audit = 4,
}
