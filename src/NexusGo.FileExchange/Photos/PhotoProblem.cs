namespace NexusGo.FileExchange.Photos;

/// <summary>Why a photo is refused. The numbers are bytes of the protocol with the decoder.</summary>
public enum PhotoProblem : byte
{
    None = 0,
    /// <summary>No kind of picture that we know.</summary>
    NoPicture,
    /// <summary>A JPEG or PNG that ends early or cannot be decoded.</summary>
    Damaged,
    Heic,
    Avif,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Pdf,
    Archive,
    /// <summary>A JPEG in the colours of printing presses.</summary>
    Cmyk,
    /// <summary>A JPEG with more than eight bits a sample.</summary>
    TwelveBit,
    /// <summary>A JPEG that is lossless, hierarchical or arithmetically coded.</summary>
    UnusualJpeg,
    TooManyBytes,
    TooFewPixels,
    TooManyPixels,
    Aspect,
    /// <summary>The decoder ended, took too long or wanted too much memory.</summary>
    DecoderGaveUp,
}
