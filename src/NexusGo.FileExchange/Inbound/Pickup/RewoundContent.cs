using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Content whose first bytes were looked at already.</summary>
internal sealed class RewoundContent(IInboundContent content, ReadOnlyMemory<byte> head) : IInboundContent
{
    public Stream Clear { get; } = new HeadFirst(head, content.Clear);

    public FilePhotos? Photos => content.Photos;

    public ReadOnlyMemory<byte> PhotoMark => content.PhotoMark;

    public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => content.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => content.DisposeAsync();

    private sealed class HeadFirst(ReadOnlyMemory<byte> head, Stream rest) : ForwardStream
    {
        private ReadOnlyMemory<byte> left = head;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (left.IsEmpty)
            {
                return rest.ReadAsync(buffer, cancellationToken);
            }

            var count = Math.Min(left.Length, buffer.Length);
            left[..count].CopyTo(buffer);
            left = left[count..];
            return ValueTask.FromResult(count);
        }
    }
}
