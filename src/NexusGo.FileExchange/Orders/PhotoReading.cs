using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>Reads a file of photos to its end: which card each belongs to by its name, whether it is good, and its sealed form.</summary>
internal sealed partial class PhotoReading(IPhotoStore store, PhotoSandbox sandbox, TimeProvider clock)
{
    /// <summary>Cards that are looked up together.</summary>
    private const int CardsAtOnce = 1000;

    public async Task<ReadPhotos> RunAsync(IncomingFile incoming, CustomerProfile profile, CustomerVault vault, SealedPhotoSpool target,
        CancellationToken cancellationToken)
    {
        await using var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
        var work = new Work(store, profile, vault, target);
        if (content.Photos is { } photos)
        {
            foreach (var together in photos.Entries.Chunk(CardsAtOnce))
            {
                await work.RunAsync([.. together.Select(entry => (entry.Name.Split('/')[^1],
                    (Func<Task<PhotoResult>>)(() => photos.ReadAsync(entry, cancellationToken))))], cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        var single = content.Photos is null ? await ReadSingleAsync(content.Clear, profile.Limits.PhotoBytes, cancellationToken)
            .ConfigureAwait(false) : null;
        var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (verdict.ErrorCode is null && single is not null && NameOf(incoming.File).Length == 0)
        {
            verdict = ContentVerdict.Refused("F-ZIP-01", "", verdict.Signer);
        }
        else if (verdict.ErrorCode is null && single is not null)
        {
            await using var decoder = new PhotoDecoder(sandbox, clock);
            await work.RunAsync([(NameOf(incoming.File), () => DecodeAsync(decoder, single, profile, cancellationToken))],
                cancellationToken).ConfigureAwait(false);
        }

        CryptographicOperations.ZeroMemory(single);
        var refusal = verdict.ErrorCode is not null ? new FileRefusal(verdict.ErrorCode, 0, "", verdict.Hint)
            : work.Photos.Count == 0 ? new FileRefusal("F-SIZ-02", 0, "", "")
            : incoming.PromisedRows is { } promised && promised != work.Photos.Count
                ? new FileRefusal("F-CTL-01", 0, "", new Hints(profile.Answers.Language).Counts(promised, work.Photos.Count))
            : null;
        return new ReadPhotos(refusal is null ? work.Photos : [], refusal, verdict.Signer, verdict.Warnings);
    }

    /// <summary>The picture, or one byte more than a picture may have.</summary>
    private static async Task<byte[]> ReadSingleAsync(Stream clear, long maxBytes, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while (copy.Length <= maxBytes && (read = await clear.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            copy.Write(buffer, 0, read);
        }

        return copy.ToArray();
    }

    private static Task<PhotoResult> DecodeAsync(PhotoDecoder decoder, byte[] picture, CustomerProfile profile,
        CancellationToken cancellationToken) =>
        picture.Length > profile.Limits.PhotoBytes ? Task.FromResult(PhotoResult.Refused(PhotoProblem.TooManyBytes))
            : decoder.RunAsync(picture, cancellationToken);

    /// <summary>PHO_reference.jpg, perhaps in an envelope.</summary>
    private static string NameOf(InboundFile file) => SingleName().Match(file.Name.ToString()) is { Success: true } match
        ? match.Groups["photo"].Value : "";

    [GeneratedRegex(@"^PHO_(?<photo>.+\.(?:jpe?g|png))(?:\.(?:pgp|gpg|asc))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SingleName();

    /// <summary>The photos read so far.</summary>
    private sealed class Work(IPhotoStore store, CustomerProfile profile, CustomerVault vault, SealedPhotoSpool target)
    {
        private readonly HashSet<string> printing = [.. profile.Products.Where(product => product.RequiredColumns.Contains("photo_file"))
            .Select(product => product.Code)];
        private readonly HashSet<UInt128> seen = [];

        public List<ReadPhoto> Photos { get; } = [];

        public async Task RunAsync(IReadOnlyList<(string Name, Func<Task<PhotoResult>> Read)> files, CancellationToken cancellationToken)
        {
            var photos = files.Select(file => Begin(file.Name)).ToList();
            var cards = await store.FindAsync(profile.Id, [.. photos.Select(photo => photo.Reference).Where(reference => reference != 0)],
                cancellationToken).ConfigureAwait(false);
            using var cipher = new CardPhotoCipher(vault);
            foreach (var together in photos.Zip(files).Chunk(PhotoDecoders.AtOnce))
            {
                var results = await Task.WhenAll(together.Select(pair => ReadAsync(pair.First, pair.Second.Read, cards)))
                    .ConfigureAwait(false);
                foreach (var ((photo, _), result) in together.Zip(results))
                {
                    Take(photo, result, cipher);
                }
            }
        }

        private ReadPhoto Begin(string name)
        {
            var reference = ReferenceIn(name);
            var index = reference is null
                ? 0 : System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(vault.Index(IndexKind.CustomerRef,
                Encoding.UTF8.GetBytes(reference)));
            var photo = new ReadPhoto
            {
                Number = Photos.Count + 1, Reference = index, CustomerRef = reference,
                Code = reference is null ? "E-PHO-01" : seen.Add(index) ? null : "E-PHO-07",
            };
            Photos.Add(photo);
            return photo;
        }

        /// <summary>Null: it is refused without being looked at.</summary>
        private async Task<PhotoResult?> ReadAsync(ReadPhoto photo, Func<Task<PhotoResult>> read,
            IReadOnlyDictionary<UInt128, PhotoCard> cards)
        {
            if (photo.Code is not null)
            {
                return null;
            }

            photo.Card = cards.GetValueOrDefault(photo.Reference);
            photo.Code = photo.Card is null || !printing.Contains(photo.Card.ProductCode)
                ? "E-PHO-08" : photo.Card.Stage == PhotoStage.TooLate ? "E-PHO-09" : null;
            return photo.Code is null ? await read().ConfigureAwait(false) : null;
        }

        private void Take(ReadPhoto photo, PhotoResult? result, CardPhotoCipher cipher)
        {
            if (result is null)
            {
                return;
            }

            if (result.Problem != PhotoProblem.None)
            {
                photo.Code = PhotoRefusals.CodeOf(result.Problem);
                photo.Hint = PhotoRefusals.HintOf(result, profile.Answers.Language);
                return;
            }

            photo.SealedFor = photo.Card!.Card.CardId;
            target.Add(new SealedPhoto(photo.SealedFor, cipher.Seal(photo.Card.Card, result.Jpeg), profile.Retention.KeepPhotos));
            CryptographicOperations.ZeroMemory(result.Jpeg);
        }

        private static string? ReferenceIn(string name) =>
            Path.GetExtension(name).ToUpperInvariant() is ".JPG" or ".JPEG" or ".PNG"
                && Path.GetFileNameWithoutExtension(name) is { Length: > 0 and <= 40 } reference
                && char.IsAsciiLetterOrDigit(reference[0]) && reference.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
                ? reference : null;
    }
}
