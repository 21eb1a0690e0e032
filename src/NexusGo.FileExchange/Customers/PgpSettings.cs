using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

public enum PgpMode
{
    Required,
    Optional,
    None,
}

public enum SignatureMode
{
    Required,
    Optional,
}

/// <summary>OpenPGP with this customer.</summary>
public sealed record PgpSettings
{
    [Description("Required: order files must be encrypted to us. Optional: both. None: an OpenPGP file is refused.")]
    public PgpMode Encryption { get; init; } = PgpMode.Required;

    [Description("Required: a registered person must have signed. Optional: a signature is checked if there is one.")]
    public SignatureMode Signature { get; init; } = SignatureMode.Required;

    [Description("Paths of the certificates that answers are encrypted to. Empty: answers are not encrypted.")]
    public IReadOnlyList<string> AnswerCertificates { get; init; } = [];
}
