namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>Gives one byte per read; from <see cref="FailAt"/> on it fails.</summary>
public sealed class DribblingStream(byte[] content) : MemoryStream(content)
{
    public int? FailAt { get; init; }

    public override int Read(Span<byte> buffer) =>
        Position == FailAt ? throw new InvalidDataException("Failing as told.") : base.Read(buffer[..Math.Min(1, buffer.Length)]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }
}
