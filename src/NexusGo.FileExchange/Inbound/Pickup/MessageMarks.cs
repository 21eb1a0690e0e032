using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// A signed message is taken once. Its mark is a keyed hash of what was signed, by whom and when; it outlives cancelling and erasing, so
/// whoever kept a copy of an old message cannot order with it again. A rehearsal leaves a mark too: what was tried out is no order
/// afterwards.
/// </summary>
internal sealed class MessageMarks(KeyVault vaults, IInboxStore store, TimeProvider clock)
{
    /// <summary>How long a mark is kept.</summary>
    public const int Days = 400;

    /// <summary>The file with its mark, and refused where the message was taken or rehearsed before.</summary>
    /// <param name="incoming">A file that was opened.</param>
    /// <param name="signed">Hash of what was signed, by whom and when; empty for a file without a good signature.</param>
    /// <param name="profile">The customer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IncomingFile> CheckAsync(IncomingFile incoming, ReadOnlyMemory<byte> signed, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        if (signed.IsEmpty || incoming.Refusal is not null)
        {
            return incoming;
        }

        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var mark = vault.Index(IndexKind.SignedMessage, signed.Span);
        var marked = incoming with { File = incoming.File with { MessageMark = mark } };
        if (marked.File.IsTest || await store.FindMessageAsync(profile.Id, mark, clock.GetUtcNow().AddDays(-Days), cancellationToken)
            .ConfigureAwait(false) is not { } first)
        {
            return marked;
        }

        var hints = new Hints(profile.Answers.Language);
        return marked with { Refusal = new FileRefusal(first == MessageUse.Rehearsed ? "F-DUP-03" : "F-DUP-02", 0, "", hints.SignAnew) };
    }
}
