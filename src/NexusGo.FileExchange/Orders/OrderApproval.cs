namespace NexusGo.FileExchange.Orders;

/// <summary>What a second person said of an order that needs one; an order that never needed one has none of these words.</summary>
internal static class OrderApproval
{
    public const string Pending = "PENDING";
    public const string Approved = "APPROVED";
    public const string Declined = "DECLINED";

    public static readonly IReadOnlyList<string> All = [Pending, Approved, Declined];
}
