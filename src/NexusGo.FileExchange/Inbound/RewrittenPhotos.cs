using System.Security.Cryptography;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound;

/// <summary>
/// Photos of one zip file that were checked and written anew before anybody needs them, in the encrypted spool. Adding is for several
/// threads; finding begins with <see cref="Complete"/>.
/// </summary>
internal sealed class RewrittenPhotos(SpoolFolder spools) : IDisposable
{
    private readonly SpoolFile spool = spools.Create();
    private readonly Dictionary<int, Place> places = [];
    private readonly Lock adding = new();

    /// <param name="entryNumber">The photo's number in the zip file.</param>
    /// <param name="result">What came of it; its picture is wiped.</param>
    public void Add(int entryNumber, PhotoResult result)
    {
        lock (adding)
        {
            places.Add(entryNumber, new Place(result with { Jpeg = [] }, spool.Length, result.Jpeg.Length));
            spool.Write(result.Jpeg);
        }

        CryptographicOperations.ZeroMemory(result.Jpeg);
    }

    /// <summary>Says that all are there.</summary>
    public void Complete() => spool.Complete();

    /// <summary>What came of a photo, or null: it was not looked at.</summary>
    public PhotoResult? Find(int entryNumber)
    {
        if (!places.TryGetValue(entryNumber, out var place))
        {
            return null;
        }

        var jpeg = new byte[place.Length];
        using var content = spool.OpenRead();
        content.Position = place.Start;
        content.ReadExactly(jpeg);
        return place.Head with { Jpeg = jpeg };
    }

    public void Dispose() => spool.Dispose();

    private readonly record struct Place(PhotoResult Head, long Start, int Length);
}
