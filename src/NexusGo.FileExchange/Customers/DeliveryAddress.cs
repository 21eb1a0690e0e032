using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>An address cards may be sent to.</summary>
public sealed record DeliveryAddress
{
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,29}$"), Description("The id in delivery_address_id.")]
    public string Id { get; init; } = "";
    [Required] public string Recipient { get; init; } = "";
    [Required] public string Street { get; init; } = "";
    [Required] public string PostalCode { get; init; } = "";
    [Required] public string City { get; init; } = "";
    [Required, RegularExpression("^[A-Z]{2}$")] public string Country { get; init; } = "SE";
}
