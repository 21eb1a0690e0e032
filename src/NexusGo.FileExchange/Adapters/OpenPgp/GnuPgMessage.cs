using System.Buffers;
using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// A message in the hands of one gpg: its input is copied in the background, its output is the provisional clear stream, its status
/// is gathered for the verdict. gpg never outlives this object.
/// </summary>
internal sealed class GnuPgMessage : IOpenPgpMessage
{
    /// <summary>From here on the clear : message ratio is looked at; small files may be anything.</summary>
    public const long RatioFromBytes = 1 << 20;

    private static readonly TimeSpan DisposalPatience = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly Stream output;
    private readonly OpenPgpPolicy policy;
    private readonly OpeningProtocol protocol;
    private readonly MessageFeed feed;
    private readonly TimeProvider time;
    private readonly Func<CancellationToken, Task<bool>> agentIsAlive;
    private readonly Action<GnuPgMessage> ended;
    private readonly CancellationTokenSource stop = new();
    private readonly ITimer timer;
    private readonly Task feeding;
    private readonly Task listening;
    private TimeSpan spent;
    private long clearBytes;
    private volatile Refusal? limit;
    private OpenPgpVerdict? verdict;
    private int disposed;

    public GnuPgMessage(Process process, OpenPgpPolicy policy, OpeningProtocol protocol, MessageFeed feed, ReadOnlyMemory<byte> head,
        Stream message, TimeProvider time, Func<CancellationToken, Task<bool>> agentIsAlive, Action<GnuPgMessage> ended)
    {
        (this.process, this.policy, this.protocol, this.feed, this.time, this.agentIsAlive, this.ended) =
            (process, policy, protocol, feed, time, agentIsAlive, ended);
        output = process.StandardOutput.BaseStream;
        timer = time.CreateTimer(_ => Refuse(Refusal.TooSlow), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        listening = ListenAsync();
        feeding = FeedAsync(head, message);
        Clear = new ProvisionalStream(this);
    }

    public Stream Clear { get; }

    /// <summary>Ends gpg at once; the clear stream ends with it.</summary>
    public void Kill() => GnuPgProgram.Kill(process);

    public async ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        if (verdict is not null)
        {
            return verdict;
        }

        var rest = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            while (await ReadAsync(rest, cancellationToken) > 0)
            {
            }
        }
        finally
        {
            // It held clear text.
            ArrayPool<byte>.Shared.Return(rest, clearArray: true);
        }

        await EndAsync(cancellationToken);
        feed.SourceFailure?.Throw();
        var refusal = limit ?? feed.Refusal ?? protocol.Judge(process.ExitCode) ?? (feed.IsComplete ? null : Refusal.Damaged);
        if (refusal is not null && limit is null && feed.Refusal is null && protocol.FoundNoKey && !await agentIsAlive(cancellationToken))
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, "gpg-agent ended while a message was being opened.");
        }

        if (refusal is not null && protocol.KeyWasUnreadable)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, "gpg-agent could not read our key while a message was being opened.");
        }

        return verdict = new OpenPgpVerdict(refusal?.Code, refusal is null ? protocol.SignerFingerprint : null,
            protocol.DecryptionFingerprint, refusal?.Hint);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        Kill();
        await stop.CancelAsync();
        await timer.DisposeAsync();
        try
        {
            await Task.WhenAll(feeding, listening, process.WaitForExitAsync(CancellationToken.None)).WaitAsync(DisposalPatience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // The message's own stream hangs and ignores its token; gpg is gone all the same.
        }

        process.Dispose();
        stop.Dispose();
        ended(this);
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (limit is not null || buffer.IsEmpty)
        {
            return 0;
        }

        // Only the time that is spent waiting for gpg counts; a reader that pauses is not the message's fault.
        var started = time.GetTimestamp();
        timer.Change(policy.Timeout > spent ? policy.Timeout - spent : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        var count = await output.ReadAsync(buffer, cancellationToken);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        spent += time.GetElapsedTime(started);
        if (count == 0)
        {
            feed.SourceFailure?.Throw();
            return 0;
        }

        clearBytes += count;
        if (clearBytes > policy.MaxClearBytes)
        {
            Refuse(Refusal.TooLarge);
        }
        else if (clearBytes > RatioFromBytes && clearBytes / policy.MaxRatio > feed.MessageBytes)
        {
            Refuse(Refusal.Bomb);
        }

        return limit is null ? count : 0;
    }

    private void Refuse(Refusal refusal)
    {
        limit ??= refusal;
        Kill();
    }

    private async Task FeedAsync(ReadOnlyMemory<byte> head, Stream message)
    {
        await feed.RunAsync(head, message, process.StandardInput.BaseStream, stop.Token);
        if (!feed.IsComplete && (feed.Refusal is not null || feed.SourceFailure is not null))
        {
            Kill();
        }
    }

    private async Task ListenAsync()
    {
        while (await process.StandardError.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (GnuPgStatus.TryParse(line, out var status))
            {
                protocol.Take(status);
            }
            else
            {
                protocol.TakeListing();
            }
        }
    }

    /// <summary>After the end of the output: waits for gpg itself and for everything it said.</summary>
    private async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(listening, process.WaitForExitAsync(cancellationToken)).WaitAsync(GnuPgProgram.Patience, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, "gpg did not end after its last output.", e);
        }

        // gpg is gone: a feed that still waits for its source has nobody to give it to.
        await stop.CancelAsync();
        await feeding.WaitAsync(cancellationToken);
    }

    /// <summary>The clear text as it comes.</summary>
    private sealed class ProvisionalStream(GnuPgMessage message) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            message.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) =>
            message.ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }
}
