using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>Event files as the stages get them.</summary>
internal static class EventFiles
{
    /// <summary>A verdict on a file without rows.</summary>
    public static readonly FileVerdict Verdict = new()
    {
        FileStatus = "ACCEPTED", Rows = default, ProfileVersion = "1", StoredAt = new DateTimeOffset(2026, 3, 1, 13, 0, 0, TimeSpan.Zero),
    };

    /// <summary>A file of the partner's, claimed under lease token <paramref name="token"/>.</summary>
    public static InboundFile Claimed(string name, long token = 1) => new()
    {
        FileId = Guid.CreateVersion7(),
        Customer = CustomerId.Production,
        Path = RemotePath.Folder("/in/").Combine(RemoteName.From(name)),
        Name = RemoteName.From(name),
        Version = 1,
        Seen = new RemoteVersion(1, 1),
        Kind = InboundKind.Event,
        IsTest = false,
        BaseName = Path.GetFileNameWithoutExtension(name),
        Lease = new AreaLease(CustomerId.Production, "test", token),
        Attempt = 1,
        FirstSeenAt = Verdict.StoredAt,
    };
}
