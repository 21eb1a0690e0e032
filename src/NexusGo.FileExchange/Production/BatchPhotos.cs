using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// The folder photos of a batch: one JPEG for each card whose layout prints one, named by the card's number. One is in the clear in memory
/// at a time.
/// </summary>
internal static class BatchPhotos
{
    /// <summary>As in the column photo_file of cards.csv.</summary>
    public static string NameOf(WaitingCard card) => string.Create(CultureInfo.InvariantCulture, $"{card.CardNo}.jpg");

    public static async Task WriteAsync(ZipArchive zip, IEnumerable<WaitingCard> cards, IBatchTransaction transaction, CustomerVault vault,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var cipher = new CardPhotoCipher(vault);
        foreach (var card in cards)
        {
            if (await transaction.FindPhotoAsync(card.Card.CardId, cancellationToken).ConfigureAwait(false) is not { } box)
            {
                continue;
            }

            var photo = cipher.Open(card.Card, box);
            try
            {
                // A JPEG does not get smaller.
                var entry = zip.CreateEntry($"photos/{NameOf(card)}", CompressionLevel.NoCompression);
                entry.LastWriteTime = now;
                await using var content = await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
                await content.WriteAsync(photo, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(photo);
            }
        }
    }
}
