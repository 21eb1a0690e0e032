using System.Buffers;
using System.Runtime.ExceptionServices;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Copies a message to gpg: armour off, outer packets checked, then on. gpg sees nothing that was not checked.</summary>
internal sealed class MessageFeed(MessageGrammar grammar, bool armoured)
{
    private const int BufferBytes = 128 * 1024;

    private readonly ArmourReader? armour = armoured ? new ArmourReader() : null;
    private long messageBytes;

    /// <summary>Bytes of the message as it came, so far.</summary>
    public long MessageBytes => Volatile.Read(ref messageBytes);

    /// <summary>Why the message's outside is refused, or null.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>True when the whole message was read and given to gpg.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The failure of the message's own stream, which is no fault of the message.</summary>
    public ExceptionDispatchInfo? SourceFailure { get; private set; }

    /// <summary>Runs to the end of the message, its refusal, or the end of gpg. Never throws: what happened is in the properties.</summary>
    public async Task RunAsync(ReadOnlyMemory<byte> head, Stream message, Stream gpgInput, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var decoded = armour is null ? [] : ArrayPool<byte>.Shared.Rent(BufferBytes + OpenPgpSniffer.HeadBytes);
        try
        {
            var more = await PassAsync(head, decoded, gpgInput, cancellationToken);
            while (more)
            {
                var count = await ReadAsync(message, buffer.AsMemory(0, BufferBytes), cancellationToken);
                if (count == 0)
                {
                    Refusal = armour?.Finish() ?? grammar.Finish();
                    await gpgInput.DisposeAsync();
                    IsComplete = Refusal is null;
                    return;
                }

                more = await PassAsync(buffer.AsMemory(0, count), decoded, gpgInput, cancellationToken);
            }
        }
        catch (IOException) when (SourceFailure is null)
        {
            // gpg closed its end: it has seen enough, and its status says of what.
        }
        catch (Exception) when (SourceFailure is not null || cancellationToken.IsCancellationRequested)
        {
            // Told by SourceFailure, or nobody wants to know any more.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (armour is not null)
            {
                ArrayPool<byte>.Shared.Return(decoded, clearArray: false);
            }
        }
    }

    private async ValueTask<int> ReadAsync(Stream message, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await message.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            SourceFailure = ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    private async ValueTask<bool> PassAsync(ReadOnlyMemory<byte> bytes, byte[] decoded, Stream gpgInput, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref messageBytes, bytes.Length);
        if (armour is not null)
        {
            bytes = decoded.AsMemory(0, armour.Decode(bytes.Span, decoded));
        }

        var good = grammar.Feed(bytes.Span);
        Refusal = grammar.Refusal ?? armour?.Refusal;
        if (Refusal is not null || !good)
        {
            return false;
        }

        ChildPipes.AwaitRoom(gpgInput, cancellationToken);
        await gpgInput.WriteAsync(bytes, cancellationToken);
        return true;
    }
}
