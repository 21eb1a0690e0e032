using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Gives the rows of a batch their photos: claimed, checked, sealed under the card's key and stored in the file's transaction.
/// </summary>
internal sealed class OrderPhotoStep(FilePhotos photos, CustomerVault vault, IFileTransaction transaction, CustomerProfile profile,
    DateTimeOffset now) : IDisposable
{
    /// <summary>Sealed photos in memory before they are stored.</summary>
    private const int MaxWaitingBytes = 4 << 20;

    private readonly CardPhotoCipher cipher = new(vault);
    private readonly List<SealedPhoto> waiting = [];
    private int waitingBytes;

    /// <summary>Rows that the register knows already keep the photo they have.</summary>
    public async Task RunAsync(OrderBatch batch, KnownCards known, CancellationToken cancellationToken)
    {
        var rows = Enumerable.Range(0, batch.Count)
            .Where(place => batch.Rows[place] is { PhotoFile.Length: > 0, Outcome: not RowOutcome.Rejected });
        foreach (var together in rows.Chunk(PhotoDecoders.AtOnce))
        {
            var results = await Task.WhenAll(together.Select(place => ReadAsync(batch, place, known, cancellationToken)))
                .ConfigureAwait(false);
            foreach (var (place, result) in together.Zip(results))
            {
                Take(batch, place, result);
            }

            if (waitingBytes > MaxWaitingBytes)
            {
                await StoreAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await StoreAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => cipher.Dispose();

    /// <summary>Null: nothing is to be done for the row.</summary>
    private async Task<PhotoResult?> ReadAsync(OrderBatch batch, int place, KnownCards known, CancellationToken cancellationToken)
    {
        var name = Encoding.UTF8.GetString(batch.Bytes(batch.Rows[place].PhotoFile));
        var code = photos.Claim(name, batch.Rows[place].RefIndex, out var photo);
        if (known.ByRef.ContainsKey(batch.Rows[place].RefIndex))
        {
            // Ordered before: the card keeps its photo, or will get one by itself.
            return null;
        }

        if (code is not null)
        {
            Refuse(ref batch.Rows[place], code, "");
            return null;
        }

        return photo is null ? null : await photos.ReadAsync(photo, cancellationToken).ConfigureAwait(false);
    }

    private void Take(OrderBatch batch, int place, PhotoResult? result)
    {
        ref var row = ref batch.Rows[place];
        if (result is null)
        {
            return;
        }

        if (result.Problem != PhotoProblem.None)
        {
            Refuse(ref row, PhotoRefusals.CodeOf(result.Problem), row.ProtectedIdentity
                ? "" : PhotoRefusals.HintOf(result, profile.Answers.Language));
            return;
        }

        var photo = new SealedPhoto(row.CardId, cipher.Seal(batch.CardOf(row), result.Jpeg), profile.Retention.KeepPhotos);
        CryptographicOperations.ZeroMemory(result.Jpeg);
        waiting.Add(photo);
        waitingBytes += photo.Sealed.Length;
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (waiting.Count > 0)
        {
            await transaction.AddPhotosAsync(waiting, now, cancellationToken).ConfigureAwait(false);
            waiting.Clear();
            waitingBytes = 0;
        }
    }

    private static void Refuse(ref BatchRow row, string code, string hint)
    {
        row.Outcome = RowOutcome.Rejected;
        row.Code = row.PhotoCode = code;
        row.PhotoHint = hint;
    }
}

/// <summary>A photo as it is stored.</summary>
/// <param name="CardId">Whose.</param>
/// <param name="Sealed">The JPEG, under the card's key.</param>
/// <param name="Kept">Whether it stays when the card is delivered, for re-ordering.</param>
internal sealed record SealedPhoto(Guid CardId, byte[] Sealed, bool Kept)
{
    public override string ToString() => $"photo of card {CardId}";
}
