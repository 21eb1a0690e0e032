using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Content whose first bytes were looked at already.</summary>
internal sealed class RewoundContent(IInboundContent content, ReadOnlyMemory<byte> head) : IInboundContent
{
    public Stream Clear { get; } = new HeadFirstStream(head, content.Clear);

    public FilePhotos? Photos => content.Photos;

    public ReadOnlyMemory<byte> PhotoMark => content.PhotoMark;

    public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => content.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => content.DisposeAsync();
}
