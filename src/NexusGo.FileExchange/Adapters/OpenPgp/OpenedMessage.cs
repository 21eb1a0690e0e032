using System.Buffers;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>A message being opened as far as it is read; its limits of size, ratio and time, and the verdict at its end.</summary>
internal sealed class OpenedMessage : IOpenPgpMessage
{
    /// <summary>From here on the clear : message ratio is looked at; small files may be anything.</summary>
    public const long RatioFromBytes = 1 << 20;

    private readonly OpenPgpPolicy policy;
    private readonly MessageSource source;
    private readonly MessageReader reader;
    private readonly SignatureJudge judge;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stop = new();
    private readonly ITimer timer;
    private TimeSpan spent;
    private long clearBytes;
    private bool ended;
    private bool disposed;
    private volatile Refusal? refusal;

    public OpenedMessage(MessageSource source, MessageReader reader, SignatureJudge judge, OpenPgpPolicy policy, TimeProvider time)
    {
        (this.source, this.reader, this.judge, this.policy, this.time) = (source, reader, judge, policy, time);
        timer = time.CreateTimer(_ => TakeTooLong(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Clear = new ProvisionalStream(this);
    }

    public Stream Clear { get; }

    public async ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        var rest = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await ReadAsync(rest, cancellationToken).ConfigureAwait(false) > 0)
            {
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rest, clearArray: true);
        }

        return new OpenPgpVerdict(refusal?.Code, refusal is null ? judge.SignerFingerprint : null, reader.DecryptionFingerprint,
            refusal?.Hint)
        {
            SwedishHint = refusal?.Swedish,
            SignedAt = refusal is null ? judge.SignedAt : null,
            NamesUs = refusal is null && judge.NamesUs,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await timer.DisposeAsync().ConfigureAwait(false);
        reader.Dispose();
        stop.Dispose();
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed, this);
        source.Failure?.Throw();
        if (refusal is not null || ended || buffer.IsEmpty)
        {
            return 0;
        }

        // Only the time that is spent reading the message counts; a reader that pauses is not the message's fault.
        var started = time.GetTimestamp();
        timer.Change(policy.Timeout > spent ? policy.Timeout - spent : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        try
        {
            var count = await ReadWithinLimitsAsync(buffer, cancellationToken).ConfigureAwait(false);
            return refusal is null ? count : 0;
        }
        finally
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            spent += time.GetElapsedTime(started);
        }
    }

    private async ValueTask<int> ReadWithinLimitsAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, cancellationToken);
        try
        {
            var count = await reader.ReadAsync(buffer, either.Token).ConfigureAwait(false);
            ended = count == 0;
            clearBytes += count;
            refusal ??= clearBytes > policy.MaxClearBytes ? Refusal.TooLarge
                : clearBytes > RatioFromBytes && clearBytes / policy.MaxRatio > source.Bytes ? Refusal.Bomb
                : null;
            return count;
        }
        catch (Exception) when (source.Failure is not null)
        {
            source.Failure.Throw();
            throw;
        }
        catch (OperationCanceledException) when (refusal is not null && !cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (MessageRefusedException e)
        {
            refusal ??= source.Damage.Explain(e.Refusal);
            return 0;
        }
        catch (Exception e) when (e is MalformedPacketException or InvalidDataException or IOException)
        {
            // What cannot be unpacked, or ends in the middle of a field.
            refusal ??= source.Damage.Explain(Refusal.Damaged);
            return 0;
        }
    }

    private void TakeTooLong()
    {
        refusal ??= Refusal.TooSlow;
        stop.Cancel();
    }

    /// <summary>The clear text as it comes.</summary>
    private sealed class ProvisionalStream(OpenedMessage message) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            message.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) =>
            message.ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
