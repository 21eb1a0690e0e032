using System.Buffers.Binary;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Checks the photos of an order and writes them anew before the order's transaction begins, because a decoder may take minutes and no
/// transaction is to wait for one.
/// </summary>
internal sealed class OrderPhotoPreparation(IPhotoStore store, KeyVault vaults, SpoolFolder spools, TimeProvider clock)
{
    /// <summary>References that are looked up together.</summary>
    private const int ReferencesAtOnce = 1000;

    /// <summary>
    /// The file with its photos rewritten; they are the caller's to dispose of. Without photos, or without one that a new card needs: the
    /// file as it is and null.
    /// </summary>
    public async Task<(IncomingFile File, RewrittenPhotos? Photos)> RunAsync(IncomingFile incoming, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        if (incoming.Refusal is not null)
        {
            return (incoming, null);
        }

        await using var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
        if (content.Photos is not { } photos)
        {
            return (incoming, null);
        }

        var needed = await NeededAsync(incoming, content, profile, cancellationToken).ConfigureAwait(false);
        var rewritten = new RewrittenPhotos(spools);
        try
        {
            await Parallel.ForEachAsync(needed, new ParallelOptions { CancellationToken = cancellationToken,
                MaxDegreeOfParallelism = PhotoDecoders.AtOnce }, async (entry, token) =>
                rewritten.Add(entry.Number, await photos.ReadAsync(entry, token).ConfigureAwait(false))).ConfigureAwait(false);
            rewritten.Complete();
        }
        catch
        {
            rewritten.Dispose();
            throw;
        }

        return (incoming with { OpenAsync = token => OpenAsync(incoming, rewritten, token) }, rewritten);
    }

    private static async ValueTask<IInboundContent> OpenAsync(IncomingFile incoming, RewrittenPhotos rewritten,
        CancellationToken cancellationToken)
    {
        var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
        content.Photos?.Use(rewritten);
        return content;
    }

    /// <summary>
    /// The photos that right rows name whose reference is new. None of a file that is refused: nothing of it will be stored.
    /// </summary>
    private async Task<IReadOnlyCollection<ZipEntry>> NeededAsync(IncomingFile incoming, IInboundContent content, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var rules = OrderRules.Compile(profile, SwedishTime.DateOf(clock.GetUtcNow()), incoming.IsEncrypted, withPhotos: true);
        await using var reader = await OrderReader.OpenAsync(content.Clear, rules, cancellationToken).ConfigureAwait(false);
        var named = new Dictionary<ZipEntry, UInt128>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var row = reader.Row;
            if (!row.IsRejected && !row.PhotoFile.IsEmpty && content.Photos!.Find(Encoding.UTF8.GetString(row.PhotoFile)) is { } entry)
            {
                named.TryAdd(entry, BinaryPrimitives.ReadUInt128BigEndian(vault.Index(IndexKind.CustomerRef, row.CustomerRef)));
            }
        }

        var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (reader.Refusal is not null || verdict.ErrorCode is not null)
        {
            return [];
        }

        foreach (var together in named.ToList().Chunk(ReferencesAtOnce))
        {
            var known = await store.FindAsync(profile.Id, [.. together.Select(one => one.Value)], cancellationToken).ConfigureAwait(false);
            foreach (var (entry, _) in together.Where(one => known.ContainsKey(one.Value)))
            {
                named.Remove(entry);
            }
        }

        return named.Keys;
    }
}
