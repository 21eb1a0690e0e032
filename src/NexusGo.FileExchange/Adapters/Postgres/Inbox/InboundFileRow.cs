using NexusGo.FileExchange.Inbound;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Words of the inbound_file table.</summary>
internal static class InboundFileRow
{
    public static string KindWord(InboundKind kind) => kind switch
    {
        InboundKind.Order => "ORD",
        InboundKind.Photo => "PHO",
        InboundKind.Request => "REQ",
        InboundKind.Event => "EVT",
        InboundKind.Unmatched => "UNMATCHED",
        InboundKind.Marker => "COMPANION",
        InboundKind.Foreign => "FOREIGN",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
