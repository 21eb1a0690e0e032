using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

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

public enum PurposeMode
{
    Optional,
    Required,
}

/// <summary>OpenPGP with this customer.</summary>
public sealed record PgpSettings
{
    [Description("Required: order files must be encrypted to us. Optional: both. None: an OpenPGP file is refused.")]
    public PgpMode Encryption { get; init; } = PgpMode.Required;

    [Description("Required: a registered person must have signed. Optional: a signature is checked if there is one.")]
    public SignatureMode Signature { get; init; } = SignatureMode.Required;

    [TimeRange("01:00:00", "3660.00:00:00")]
    [Description("How old a signature may be when its file is first seen. An older one is F-PGP-05: sign anew.")]
    public TimeSpan MaxSignatureAge { get; init; } = TimeSpan.FromDays(7);

    [Description("Required: what is signed must say for whom and what it is meant, by an intended recipient or by a purpose line "
        + "(#customer=…;purpose=ORD). Optional: it is checked where it is there.")]
    public PurposeMode Purpose { get; init; } = PurposeMode.Optional;

    [Description("Paths of the certificates that answers are encrypted to. Empty: answers are not encrypted.")]
    public IReadOnlyList<string> AnswerCertificates { get; init; } = [];
}
