namespace NexusGo.FileExchange.Photos;

/// <summary>What a photo must satisfy, after its orientation has been applied.</summary>
public sealed record PhotoLimits
{
    public const int MinWidthPixels = 300;
    public const int MinHeightPixels = 410;
    public const int MaxSidePixels = 6000;

    /// <summary>Width by height, for portraits as they are printed on cards.</summary>
    public const double MinAspect = 0.70;
    public const double MaxAspect = 0.85;

    /// <summary>Quality of the stored JPEG, of 100.</summary>
    public const int StoredQuality = 92;
}
