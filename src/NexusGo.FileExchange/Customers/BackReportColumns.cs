namespace NexusGo.FileExchange.Customers;

/// <summary>The columns of back-reports, in their order. New ones are only ever appended.</summary>
public static class BackReportColumns
{
    /// <summary>The T line needs this many fields, so the first columns are always there.</summary>
    public const int Always = 5;

    public static readonly IReadOnlyList<string> All =
    [
        "record_type", "event_id", "event_time", "order_no", "customer_ref", "card_no", "product_code", "status", "card_state",
        "reason_code", "chip_type",
        "uid_hex_msb", "uid_hex_lsb", "uid_dec_msb", "uid_dec_lsb", "hid_format", "hid_facility", "hid_number", "produced_at", "shipped_at",
        "delivered_at",
        "shipment_no", "tracking_no", "valid_until", "replaces_card_no",
    ];
}
