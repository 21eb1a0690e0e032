using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The keys of customers' registers as far as this worker has met them, kept from file to file: a file whose rows are new to the register then looks up none
/// of them. What other workers stored meanwhile is read before the keys are used; what is stored beside the reading, the register's unique key and the last
/// check of a transaction find.
/// </summary>
internal sealed class RegisterMemory : IDisposable
{
    /// <summary>Of all customers together; those asked for longest ago are forgotten first.</summary>
    private const long MostBytes = 16 << 20;

    private readonly ConcurrentDictionary<CustomerId, CustomerKeys> customers = new();
    private long uses;

    /// <summary>What is remembered of a customer.</summary>
    public CustomerKeys Of(CustomerId customer)
    {
        var keys = customers.GetOrAdd(customer, _ => new CustomerKeys());
        keys.LastUse = Interlocked.Increment(ref uses);
        var all = customers.Values.Where(one => one.Bytes > 0).OrderByDescending(one => one.LastUse).ToList();
        var bytes = 0L;
        foreach (var one in all)
        {
            bytes += one.Bytes;
            if (bytes > MostBytes && one != keys)
            {
                one.Forget();
            }
        }

        return keys;
    }

    public void Dispose()
    {
        foreach (var one in customers.Values)
        {
            one.Dispose();
        }
    }
}

/// <summary>One customer's remembered keys. Several files may use them side by side.</summary>
internal sealed class CustomerKeys : IDisposable
{
    /// <summary>More cards than these have no room in a filter.</summary>
    private const int MaxCardsRead = 2_000_000;

    /// <summary>Small files come in numbers: the filter is not made anew for each few of them.</summary>
    private const int FewestKeys = 1 << 14;

    /// <summary>Ids that are kept until the next file asks; beyond that, what they brought is read again.</summary>
    private const int MostOwn = 1 << 12;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly HashSet<Guid> own = [];
    private KnownKeys? keys;
    private AuditMark upTo;
    private long room;
    private long asked;

    /// <summary>The larger, the later.</summary>
    public long LastUse { get; set; }

    public long Bytes => Volatile.Read(ref keys)?.Bytes ?? 0;

    /// <summary>
    /// The keys of everything that was stored up to an audit entry, with room for a file's; or null where looking up every row costs less than reading the register.
    /// </summary>
    /// <param name="register">Reads what is missing, in the file's transaction.</param>
    /// <param name="last">The customer's last audit entry that the transaction saw when it began.</param>
    /// <param name="rows">About how many rows the file has.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<KnownKeys?> RecallAsync(IRegisterKeys register, AuditMark last, long rows, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            asked += rows;
            room -= 2 * rows;
            if (keys is { } known && room >= 0 && await CaughtUpAsync(known, register, last, cancellationToken).ConfigureAwait(false))
            {
                return known;
            }

            // Reading a card takes about half as long as looking up a row. Whoever asked often enough could have read them all.
            Forget();
            var most = Math.Min(2 * asked, MaxCardsRead);
            var registered = await register.CountAsync(most, cancellationToken).ConfigureAwait(false);
            if (registered > most)
            {
                return null;
            }

            var expected = Math.Max(4 * (registered + rows), FewestKeys);
            var fresh = new KnownKeys(expected);
            if (registered > 0)
            {
                await register.ReadAllAsync(fresh, cancellationToken).ConfigureAwait(false);
            }

            lock (own)
            {
                own.Clear();
                (keys, upTo, room, asked) = (fresh, last, expected - (2 * (registered + rows)), 0);
            }

            return fresh;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>A file is stored whose keys were all added to these: they need not be read. One that used others, or none, is read like another worker's.</summary>
    public void Stored(Guid fileId, KnownKeys? used)
    {
        lock (own)
        {
            if (used is not null && used == keys && own.Count < MostOwn)
            {
                own.Add(fileId);
            }
        }
    }

    /// <summary>Nothing is known any more, for instance because a file met what it should have known.</summary>
    public void Forget() => Volatile.Write(ref keys, null);

    public void Dispose() => gate.Dispose();

    /// <summary>False when the audit log does not go on from where these keys were left, as after a standby took over that had not got everything.</summary>
    private async Task<bool> CaughtUpAsync(KnownKeys known, IRegisterKeys register, AuditMark last, CancellationToken cancellationToken)
    {
        if (await register.StoredAsync(upTo, last.EntryNo, cancellationToken).ConfigureAwait(false) is not { } files)
        {
            return false;
        }

        if (last.EntryNo > upTo.EntryNo)
        {
            Guid[] missed;
            lock (own)
            {
                missed = [.. files.Where(file => !own.Remove(file))];
            }

            if (missed.Length > 0)
            {
                room -= 2 * await register.ReadFilesAsync(missed, known, cancellationToken).ConfigureAwait(false);
            }

            upTo = last;
        }

        return true;
    }
}

/// <summary>How the keys of a customer's register are read.</summary>
internal interface IRegisterKeys
{
    /// <summary>How many cards there are, counted no further than <paramref name="most"/>.</summary>
    Task<long> CountAsync(long most, CancellationToken cancellationToken);

    Task ReadAllAsync(KnownKeys keys, CancellationToken cancellationToken);

    /// <summary>The files stored after one audit entry, up to and including another; null when the log does not have the first as it was.</summary>
    Task<IReadOnlyList<Guid>?> StoredAsync(AuditMark after, long lastEntry, CancellationToken cancellationToken);

    /// <summary>Adds the keys of the orders that files brought, and returns how many cards they have.</summary>
    Task<long> ReadFilesAsync(Guid[] files, KnownKeys keys, CancellationToken cancellationToken);
}
