using System.Runtime.ExceptionServices;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// A message's own stream with its first bytes put back in front; counts it, and keeps its failures apart from faults of the message.
/// </summary>
internal sealed class MessageSource(ReadOnlyMemory<byte> head, Stream message, bool isArmoured) : ForwardStream
{
    private ReadOnlyMemory<byte> head = head;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>What the bytes read so far say of their way.</summary>
    public TextModeDamage Damage { get; } = new(isArmoured);

    /// <summary>Why the stream itself failed, or null.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, head.Length);
        head[..count].CopyTo(buffer);
        head = head[count..];
        if (count < buffer.Length)
        {
            count += await ReadMessageAsync(buffer[count..], cancellationToken).ConfigureAwait(false);
        }

        Bytes += count;
        Damage.Take(buffer.Span[..count]);
        return count;
    }

    private async ValueTask<int> ReadMessageAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await message.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Failure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }
}

/// <summary>A message without its armour.</summary>
internal sealed class UnarmouredStream(Stream source) : ForwardStream
{
    private readonly ArmourReader armour = new();
    private readonly byte[] text = new byte[16 * 1024];
    private readonly byte[] binary = new byte[(16 * 1024) + 3];
    private int start;
    private int end;
    private bool ended;
    private bool begun;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (start == end && !ended)
        {
            var count = await source.ReadAsync(text, cancellationToken).ConfigureAwait(false);
            ended = count == 0;
            (start, end) = (0, armour.Decode(text.AsSpan(0, count), binary));
            if (!begun && end > 0)
            {
                begun = true;
                _ = binary[0] == '-' ? throw new MessageRefusedException(Refusal.ArmouredTwice) { IsOfArmour = true } : 0;
            }

            if ((ended ? armour.Finish() : armour.Refusal) is { } refusal)
            {
                throw new MessageRefusedException(refusal) { IsOfArmour = true };
            }
        }

        var given = Math.Min(buffer.Length, end - start);
        binary.AsSpan(start, given).CopyTo(buffer.Span);
        start += given;
        return given;
    }
}
