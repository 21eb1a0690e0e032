using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>An engine that opens every message at once to the same text and counts, or fails.</summary>
internal sealed class ScriptedOpenPgp : IOpenPgp
{
    public string Clear { get; init; } = "";

    public OpenPgpVerdict Verdict { get; init; } = new(null, null, null, null);

    public Exception? Failure { get; set; }

    /// <summary>Messages open now.</summary>
    public int Open { get; private set; }

    /// <summary>Messages opened so far.</summary>
    public int Opened { get; private set; }

    public ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        Opened++;
        if (Failure is { } failure)
        {
            throw failure;
        }

        Open++;
        return ValueTask.FromResult<IOpenPgpMessage>(new Message(this));
    }

    public ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<OpenPgpKeyInfo>>([]);

    private sealed class Message(ScriptedOpenPgp engine) : IOpenPgpMessage
    {
        public Stream Clear { get; } = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(engine.Clear));

        public ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(engine.Verdict);

        public ValueTask DisposeAsync()
        {
            engine.Open--;
            return ValueTask.CompletedTask;
        }
    }
}
