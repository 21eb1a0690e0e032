using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>The folders of the customer's area.</summary>
public sealed record FolderSettings
{
    [Required, Description("Where the customer puts orders, photo zips and requests.")]
    public string In { get; init; } = "/in/";

    [Description("Validation bench: answered in full, nothing stored. Empty: none.")]
    public string Test { get; init; } = "/in/test/";

    [Required, Description("Where receipts and row results go.")]
    public string Receipts { get; init; } = "/out/receipts/";

    [Required, Description("Where error files go.")]
    public string Errors { get; init; } = "/out/errors/";

    [Required, Description("Where back-reports, histories and erasure certificates go.")]
    public string Reports { get; init; } = "/out/reports/";

    [Required, Description("Where the customer may move reports it is done with.")]
    public string Consumed { get; init; } = "/out/consumed/";
}
