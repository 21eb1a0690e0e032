using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Retention;

/// <param name="Entries">Erasures that the database did not know.</param>
/// <param name="Cards">Cards that were there again, and are gone now.</param>
/// <param name="First">When the first of them had been erased.</param>
public sealed record RestoreFinding(int Entries, int Cards, DateTimeOffset? First);

/// <summary>
/// Passed before anything else works: compares the database with the journal of erasures, and repeats what the database does not know,
/// because it was restored from an older backup. Nobody who was erased comes back.
/// <para>
/// An erasure that was announced and never concluded is no sign of a backup: its worker died, and the request or run that asked for it
/// comes again and erases with its own answer and evidence. The gate repeats it in two cases. The database is older than a concluded
/// erasure: then this one may have been carried out, too. Or the cards' keys are destroyed: then nobody can read the cards any more.
/// </para>
/// A vault that is older than an erasure has the keys of erased cards again; the gate destroys them again.
/// </summary>
internal sealed class RestoreGate(ErasureJournal journal, IErasureReplay replay, ILogger<RestoreGate> log)
{
    /// <exception cref="FileExchangeException">The journal is damaged or the database away: the service must not open.</exception>
    public async Task<RestoreFinding> PassAsync(CancellationToken cancellationToken)
    {
        var files = new List<JournalState>();
        foreach (var (name, path) in journal.Files())
        {
            files.Add(await ReadAsync(name, path, cancellationToken).ConfigureAwait(false));
        }

        var found = new RestoreFinding(0, 0, null);
        var isAhead = files.Any(file => file.IsAhead);
        foreach (var file in files)
        {
            found = await RepeatAsync(file, isAhead ? file.Unknown : file.Begun, found, cancellationToken).ConfigureAwait(false);
        }

        if (found.First is { } first)
        {
            RetentionLog.ErasuresRepeated(log, found.Entries, found.Cards, first);
        }

        return found;
    }

    /// <summary>What one file says that the database does not know. Keys that the vault has again are destroyed on the way.</summary>
    private async Task<JournalState> ReadAsync(string name, string path, CancellationToken cancellationToken)
    {
        // An erasure that was given up changed nothing; the next run decides about its cards again.
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

        var (unknown, begun, isAhead) = (new HashSet<long>(), new HashSet<long>(), false);
        var known = new Dictionary<string, (IReadOnlySet<long> Erased, IReadOnlySet<long> WithoutKeys)>(StringComparer.Ordinal);
        foreach (var entry in JournalFile.Read(path).Where(one => one.Kind == JournalEntryKind.Erase && !undone.Contains(one.Number)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var customer = new CustomerId(entry.Customer);
            if (!known.TryGetValue(entry.Customer, out var numbers))
            {
                numbers = (await replay.KnownAsync(customer, name, cancellationToken).ConfigureAwait(false),
                    await replay.WithoutKeysAsync(customer, name, cancellationToken).ConfigureAwait(false));
                known.Add(entry.Customer, numbers);
            }

            if (!numbers.Erased.Contains(entry.Number))
            {
                unknown.Add(entry.Number);
                isAhead |= done.Contains(entry.Number);
                if (numbers.WithoutKeys.Contains(entry.Number))
                {
                    begun.Add(entry.Number);
                }
            }
            else if (!numbers.WithoutKeys.Contains(entry.Number))
            {
                await replay.DestroyKeysAsync(customer, name, entry, cancellationToken).ConfigureAwait(false);
            }
        }

        return new JournalState(name, path, unknown, begun, isAhead);
    }

    private async Task<RestoreFinding> RepeatAsync(JournalState file, IReadOnlySet<long> numbers, RestoreFinding found,
        CancellationToken cancellationToken)
    {
        foreach (var entry in JournalFile.Read(file.Path).Where(one => numbers.Contains(one.Number)))
        {
            var cards = await replay.ReplayAsync(new CustomerId(entry.Customer), file.Name, entry, cancellationToken).ConfigureAwait(false);
            found = new RestoreFinding(found.Entries + 1, found.Cards + cards, found.First is { } first && first <= entry.At
                ? first : entry.At);
        }

        return found;
    }

    /// <param name="Name">The journal's name.</param>
    /// <param name="Path">Its file.</param>
    /// <param name="Unknown">Numbers of erasures, not given up, that the database does not know.</param>
    /// <param name="Begun">Those of them whose cards' keys are destroyed already.</param>
    /// <param name="IsAhead">Whether one of them had been concluded: the database is older than the journal.</param>
    private sealed record JournalState(string Name, string Path, IReadOnlySet<long> Unknown, IReadOnlySet<long> Begun, bool IsAhead);
}
