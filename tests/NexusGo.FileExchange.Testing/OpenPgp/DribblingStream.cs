namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>Gives one byte per read; from <see cref="FailAt"/> on it fails.</summary>
public sealed class DribblingStream(byte[] content) : MemoryStream(content)
{
    public int? FailAt { get; init; }

    public override int Read(byte[] buffer, int offset, int count) =>
        Position == FailAt ? throw new InvalidDataException("Failing as told.") : base.Read(buffer, offset, Math.Min(1, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var one = new byte[1];
        var count = Read(one, 0, buffer.IsEmpty ? 0 : 1);
        one.AsSpan(0, count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        while (await ReadAsync(one, cancellationToken) > 0)
        {
            await destination.WriteAsync(one, cancellationToken);
        }
    }
}
