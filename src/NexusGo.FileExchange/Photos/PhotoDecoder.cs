using System.ComponentModel;
using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Photos;

/// <summary>
/// One decoder process, for the photos of one file: no picture of one customer meets a decoder that a picture of another has touched. A
/// decoder that ends, or takes too long, costs the picture that it had; the next one gets a new process. For one caller at a time.
/// </summary>
public sealed class PhotoDecoder(PhotoSandbox sandbox, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The largest picture takes two seconds on a slow machine.</summary>
    public static readonly TimeSpan LongestForOne = TimeSpan.FromSeconds(30);

    private Process? process;

    /// <summary>Processes started so far.</summary>
    public int Started { get; private set; }

    /// <exception cref="FileExchangeException"><see cref="FailureReason.ProgramMissing"/>: prlimit or the decoder cannot be
    /// started.</exception>
    public async Task<PhotoResult> RunAsync(ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        process ??= Start();
        using var deadline = new CancellationTokenSource(LongestForOne, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await PhotoProtocol.AskAsync(process.StandardInput.BaseStream, picture, either.Token).ConfigureAwait(false);
            if (await PhotoProtocol.ReadAnswerAsync(process.StandardOutput.BaseStream, either.Token).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }
        catch (IOException)
        {
            // The pipe broke: the decoder ended.
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Too long.
        }
        catch (OperationCanceledException)
        {
            End();
            throw;
        }

        End();
        return PhotoResult.Refused(PhotoProblem.DecoderGaveUp);
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private Process Start()
    {
        try
        {
            var started = Process.Start(sandbox.StartInfo())!;
            Started++;

            // What the decoder complains about may quote the picture: it is read so that the pipe never fills, and dropped.
            started.ErrorDataReceived += static (_, _) => { };
            started.BeginErrorReadLine();
            return started;
        }
        catch (Win32Exception missing)
        {
            throw new FileExchangeException(FailureReason.ProgramMissing, isTransient: false,
                $"The photo decoder cannot be started ({missing.Message}); on Debian prlimit is in the package util-linux.", missing);
        }
    }

    private void End()
    {
        if (process is null)
        {
            return;
        }

        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Ended already.
        }

        process.Dispose();
        process = null;
    }
}
