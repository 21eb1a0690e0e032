using System.Security.Cryptography;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Photos;

namespace NexusGo.FileExchange.Inbound;

/// <summary>
/// The photos of one zip file. Each is unpacked when it is asked for and is in memory for that long; each serves one reference.
/// </summary>
/// <param name="layout">Which entries are photos.</param>
/// <param name="open">Opens the zip file anew, seekable.</param>
/// <param name="maxBytes">Longest photo.</param>
/// <param name="decoders">Check and re-encode them; closed with this.</param>
internal sealed class FilePhotos(ArchiveLayout layout, Func<Stream> open, long maxBytes, PhotoDecoders decoders) : IAsyncDisposable
{
    private readonly Dictionary<int, UInt128> users = [];
    private RewrittenPhotos? rewritten;

    /// <summary>Photos that nobody has asked for.</summary>
    public int Unused => layout.Photos.Count - users.Count;

    /// <summary>All photos, in the order of the zip file.</summary>
    public IEnumerable<ZipEntry> Entries => layout.Photos.Values.OrderBy(entry => entry.Number);

    /// <summary>The photo of this name, or null.</summary>
    /// <param name="fileName">As in photo_file.</param>
    public ZipEntry? Find(string fileName) => layout.Photos.GetValueOrDefault(ArchiveLayout.PhotoKey(fileName));

    /// <summary>Takes what is there of photos that were rewritten already; the caller still owns it.</summary>
    public void Use(RewrittenPhotos photos) => rewritten = photos;

    /// <summary>Says that a reference uses this photo.</summary>
    /// <param name="fileName">As in photo_file.</param>
    /// <param name="reference">Keyed index of the row's reference.</param>
    /// <param name="photo">The photo, where the reference gets it.</param>
    /// <returns>Null, or the code of the refusal.</returns>
    public string? Claim(string fileName, UInt128 reference, out ZipEntry? photo)
    {
        photo = Find(fileName);
        if (photo is null)
        {
            return "E-PHO-02";
        }

        if (users.TryAdd(photo.Number, reference))
        {
            return null;
        }

        var isAnothers = users[photo.Number] != reference;
        photo = null;
        return isAnothers ? "E-PHO-07" : null;
    }

    /// <summary>A photo that was rewritten already, or else: unpacks, checks and re-encodes it.</summary>
    public async Task<PhotoResult> ReadAsync(ZipEntry entry, CancellationToken cancellationToken)
    {
        if (rewritten?.Find(entry.Number) is { } known)
        {
            return known;
        }

        if (entry.Bytes > maxBytes)
        {
            return PhotoResult.Refused(PhotoProblem.TooManyBytes);
        }

        var picture = new byte[entry.Bytes];
        try
        {
            await using var content = new ZipEntryStream(open(), entry);
            var read = await content.ReadAtLeastAsync(picture, picture.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);

            // The entry is read to its end, because its checksum is compared only there.
            var sound = read == picture.Length && await content.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) == 0
                && content.Fault is null;
            return sound ? await decoders.RunAsync(picture, cancellationToken).ConfigureAwait(false)
                : PhotoResult.Refused(PhotoProblem.Damaged);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(picture);
        }
    }

    public ValueTask DisposeAsync() => decoders.DisposeAsync();
}
