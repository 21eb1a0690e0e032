using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>A file that is refused by its first bytes; no gpg was started for it.</summary>
internal sealed class RefusedMessage(Refusal refusal) : IOpenPgpMessage
{
    public Stream Clear => Stream.Null;

    public ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new OpenPgpVerdict(refusal.Code, null, null, refusal.Hint));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
