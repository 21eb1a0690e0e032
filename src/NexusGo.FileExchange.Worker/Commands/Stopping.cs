using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>Ctrl-C and SIGTERM as a token, for verbs that run without the worker's host.</summary>
internal sealed class Stopping : IDisposable
{
    private readonly CancellationTokenSource source;
    private readonly PosixSignalRegistration[] signals;

    private Stopping(CancellationToken also)
    {
        source = CancellationTokenSource.CreateLinkedTokenSource(also);
        signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            source.Cancel();
        }))];
    }

    public CancellationToken Token => source.Token;

    public static Stopping On(CancellationToken also) => new(also);

    public void Dispose()
    {
        foreach (var signal in signals)
        {
            signal.Dispose();
        }

        source.Dispose();
    }
}
