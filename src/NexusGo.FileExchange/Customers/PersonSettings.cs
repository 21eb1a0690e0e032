using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

public enum PersonRight
{
    Order,
    Approve,
    Block,
    Erase,
    History,
    /// <summary>To tell what happened to cards: the production partner's people and systems, and nobody else.</summary>
    Events,
}

/// <summary>A person of the customer with an OpenPGP key.</summary>
public sealed record PersonSettings
{
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$"),
        Description("Short id of the person as it stands in receipts and evidence.")]
    public string Id { get; init; } = "";

    [Description("The person's name, for operators; never logged or sent.")]
    public string Name { get; init; } = "";

    [Required, Description("Path of the person's OpenPGP certificate.")]
    public string CertificateFile { get; init; } = "";

    [Description("What a signature of this person may ask for.")]
    public IReadOnlyList<PersonRight> Rights { get; init; } = [];

    [Description("First day the person's signature counts (YYYY-MM-DD).")]
    public DateOnly? ValidFrom { get; init; }

    [Description("Last day the person's signature counts (YYYY-MM-DD).")]
    public DateOnly? ValidTo { get; init; }

    public override string ToString() => $"person {Id}";
}
