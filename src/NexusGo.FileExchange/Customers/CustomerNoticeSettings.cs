using System.ComponentModel;

namespace NexusGo.FileExchange.Customers;

/// <summary>What a customer may be told of by mail.</summary>
public enum CustomerNotice
{
    /// <summary>A file was answered with errors.</summary>
    ReceiptErrors,
    /// <summary>An order waits for a second person.</summary>
    Approval,
    /// <summary>Cards wait because their person had the same product lately (W-DUP-01).</summary>
    DuplicatePerson,
    /// <summary>A certificate ends within 30 days, and again within 7.</summary>
    CertificateEnds,
    /// <summary>A report was not collected and will be removed.</summary>
    Uncollected,
    /// <summary>Cards that were never made were cancelled for their age.</summary>
    Stale,
}

/// <summary>
/// Mails to people at the customer, in the language of its answers and without personal data. Sent where the worker's Notices name a mail
/// server.
/// </summary>
public sealed record CustomerNoticeSettings
{
    [Description("Addresses of people at the customer. Empty: no mail.")]
    public IReadOnlyList<string> Mail { get; init; } = [];

    [Description("What they are told of: ReceiptErrors, Approval, DuplicatePerson, CertificateEnds, Uncollected, Stale.")]
    public IReadOnlyList<CustomerNotice> About { get; init; } = [.. Enum.GetValues<CustomerNotice>()];
}
