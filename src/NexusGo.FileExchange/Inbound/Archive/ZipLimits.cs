namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>How much a zip file may hold.</summary>
/// <param name="MaxEntries">Entries, folders included.</param>
/// <param name="MaxBytes">All entries together, unpacked.</param>
/// <param name="MaxRatio">Unpacked to packed size of one entry. Entries of at most <see cref="RatioFromBytes"/> are small whatever their
/// ratio.</param>
internal readonly record struct ZipLimits(int MaxEntries, long MaxBytes, int MaxRatio)
{
    public const long RatioFromBytes = 1 << 20;
}
