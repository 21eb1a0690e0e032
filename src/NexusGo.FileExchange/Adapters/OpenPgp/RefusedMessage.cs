using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>A file that is refused by its first bytes; nothing more of it is read.</summary>
internal sealed class RefusedMessage(Refusal refusal) : IOpenPgpMessage
{
    public Stream Clear => Stream.Null;

    public ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new OpenPgpVerdict(refusal.Code, null, null, refusal.Hint) { SwedishHint = refusal.Swedish });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
