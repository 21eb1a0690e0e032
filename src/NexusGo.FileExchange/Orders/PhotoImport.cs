using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// The steps open, check and store of a file of photos for rows that came before. Photos are checked and sealed first, into the spool,
/// without a transaction; then verdict, photos, cards and answers are one transaction. The same photo again is stored again: there is no
/// duplicate.
/// </summary>
internal sealed class PhotoImport(IPhotoStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, PhotoReading reading,
    TimeProvider clock)
{
    private const int Attempts = 5;

    /// <exception cref="FileExchangeException">The environment failed or the lease is lost; nothing was stored.</exception>
    public async Task<StoredVerdict> RunAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(incoming, profile, cancellationToken).ConfigureAwait(false);
            }
            catch (FileExchangeException e) when (e.Reason == FailureReason.DatabaseConflict && attempt < Attempts)
            {
                // A card was changed at the same time.
            }
        }
    }

    private async Task<StoredVerdict> RunOnceAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = incoming.File;
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        using var sealedPhotos = new SealedPhotoSpool(spools);
        var read = incoming.Refusal is { } refusal
            ? new ReadPhotos([], refusal, null, [])
            : await reading.RunAsync(incoming, profile, vault, sealedPhotos, cancellationToken).ConfigureAwait(false);

        await using var transaction = await store.BeginAsync(file, cancellationToken).ConfigureAwait(false);
        var use = await transaction.UseReplyNameAsync(ReplyName.CounterKey(file.BaseName, file.IsTest), cancellationToken)
            .ConfigureAwait(false);
        await StoreAsync(read, sealedPhotos, transaction, file, now, cancellationToken).ConfigureAwait(false);

        var drafts = new AnswerBuilder(incoming, profile, spools, vault, new Uuid7Sequence(clock), sealer,
            ReplyName.For(file.BaseName, file.IsTest, use));
        var writer = new PhotoAnswerWriter(incoming, profile, drafts, now);
        var (verdict, answers) = await writer.WriteAsync(read, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
        return new StoredVerdict(verdict, answers);
    }

    private static async Task StoreAsync(ReadPhotos read, SealedPhotoSpool sealedPhotos, IPhotoTransaction transaction, InboundFile file,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var good = read.Photos.Where(photo => photo.Code is null).ToList();
        if (good.Count == 0)
        {
            return;
        }

        // What was found before may have changed while the photos were checked.
        var locked = await transaction.LockAsync([.. good.Select(photo => photo.Reference)], cancellationToken).ConfigureAwait(false);
        foreach (var photo in good)
        {
            var card = locked.GetValueOrDefault(photo.Reference);
            photo.Card = card;
            photo.Code = card is null || card.Card.CardId != photo.SealedFor ? "E-PHO-08" : card.Stage == PhotoStage.TooLate
                ? "E-PHO-09" : null;
        }

        if (file.IsTest)
        {
            return;
        }

        var taken = good.Where(photo => photo.Code is null).ToDictionary(photo => photo.SealedFor, photo => photo.Card!);
        foreach (var together in sealedPhotos.Read().Where(photo => taken.ContainsKey(photo.CardId)).Chunk(SealedPhotoSpool.PhotosAtOnce))
        {
            await transaction.AddAsync(together, now, cancellationToken).ConfigureAwait(false);
        }

        await transaction.ReleaseAsync([.. taken.Values.Where(card => card.Stage == PhotoStage.Awaited)], now, cancellationToken)
            .ConfigureAwait(false);
    }
}

/// <summary>What came of the reading of a file of photos.</summary>
internal sealed record ReadPhotos(IReadOnlyList<ReadPhoto> Photos, FileRefusal? Refusal, Signer? Signer,
    IReadOnlyList<(string Code, string Hint)> Warnings);

/// <summary>One photo of a file, and what becomes of it.</summary>
internal sealed class ReadPhoto
{
    /// <summary>1-based, in the order of the zip file.</summary>
    public required int Number { get; init; }

    /// <summary>Keyed index of the reference that its name gives; 0: none.</summary>
    public UInt128 Reference { get; init; }

    /// <summary>The reference, told back only where a card has it.</summary>
    public string? CustomerRef { get; init; }

    /// <summary>Under which card's key it was sealed.</summary>
    public Guid SealedFor { get; set; }

    /// <summary>The card that gets it; null: none.</summary>
    public PhotoCard? Card { get; set; }

    /// <summary>Why it is refused; null: it is stored.</summary>
    public string? Code { get; set; }

    public string Hint { get; set; } = "";

    public override string ToString() => $"photo {Number}";
}
