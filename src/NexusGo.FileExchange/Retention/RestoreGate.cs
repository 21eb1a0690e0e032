using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Retention;

/// <param name="Entries">Erasures that the database did not know.</param>
/// <param name="Cards">Cards that were there again, and are gone now.</param>
/// <param name="First">When the first of them had been erased.</param>
public sealed record RestoreFinding(int Entries, int Cards, DateTimeOffset? First);

/// <summary>
/// Passed before anything else works: compares the database with the journal of erasures, and repeats what the database does not know, because it was
/// restored from an older backup (or its worker died between announcing and erasing). Nobody who was erased comes back.
/// </summary>
internal sealed class RestoreGate(ErasureJournal journal, IErasureReplay replay, ILogger<RestoreGate> log)
{
    /// <exception cref="FileExchangeException">The journal is damaged or the database away: the service must not open.</exception>
    public async Task<RestoreFinding> PassAsync(CancellationToken cancellationToken)
    {
        var found = new RestoreFinding(0, 0, null);
        foreach (var (name, path) in journal.Files())
        {
            found = await PassAsync(name, path, found, cancellationToken).ConfigureAwait(false);
        }

        if (found.First is { } first)
        {
            Log.ErasuresRepeated(log, found.Entries, found.Cards, first);
        }

        return found;
    }

    private async Task<RestoreFinding> PassAsync(string name, string path, RestoreFinding found, CancellationToken cancellationToken)
    {
        // What was given up was never erased, and is decided anew by the run after it.
        var (undone, done) = (new HashSet<long>(), new HashSet<long>());
        foreach (var entry in JournalFile.Read(path))
        {
            _ = entry.Kind switch
            {
                JournalEntryKind.Undone => undone.Add(entry.About),
                JournalEntryKind.Done => done.Add(entry.About),
                _ => false,
            };
        }

        var known = new Dictionary<string, IReadOnlySet<long>>(StringComparer.Ordinal);
        foreach (var entry in JournalFile.Read(path).Where(one => one.Kind == JournalEntryKind.Erase && !undone.Contains(one.Number)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var customer = new CustomerId(entry.Customer);
            if (!known.TryGetValue(entry.Customer, out var numbers))
            {
                known.Add(entry.Customer, numbers = await replay.KnownAsync(customer, name, cancellationToken).ConfigureAwait(false));
            }

            if (!numbers.Contains(entry.Number))
            {
                var cards = await replay.ReplayAsync(customer, name, entry, cancellationToken).ConfigureAwait(false);
                found = new RestoreFinding(found.Entries + 1, found.Cards + cards, found.First is { } first && first <= entry.At ? first : entry.At);
            }
            else if (!done.Contains(entry.Number))
            {
                await replay.ForgetKeysAsync(customer, entry.Cards).ConfigureAwait(false);
            }
        }

        return found;
    }
}
