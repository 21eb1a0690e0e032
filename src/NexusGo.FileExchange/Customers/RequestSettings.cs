using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

/// <summary>What becomes of ERASE for cards that are not both produced and invoiced.</summary>
public enum EarlyErase
{
    Schedule,
    Refuse,
}

/// <summary>What holds for request files.</summary>
public sealed record RequestSettings
{
    [Description("Required: a request file must be signed by a registered person, whatever holds for orders. Optional: an unsigned one "
        + "may ask for everything but approvals; it then rests on the SSH key alone.")]
    public SignatureMode Signature { get; init; } = SignatureMode.Required;

    [Description("What becomes of ERASE for cards that are not both produced and invoiced. Schedule: they are erased by themselves when "
        + "both hold. Refuse: the request is refused (R-ERA-01).")]
    public EarlyErase EraseBeforeInvoice { get; init; } = EarlyErase.Schedule;
}
