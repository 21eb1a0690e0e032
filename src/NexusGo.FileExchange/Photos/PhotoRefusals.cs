using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Photos;

/// <summary>The published code and the hint for each problem of a photo. Hints give sizes and kinds, nothing of the picture.</summary>
internal static class PhotoRefusals
{
    public static string CodeOf(PhotoProblem problem) => problem switch
    {
        PhotoProblem.TooManyBytes => "E-PHO-04",
        PhotoProblem.TooFewPixels or PhotoProblem.TooManyPixels => "E-PHO-05",
        PhotoProblem.Aspect => "E-PHO-06",
        _ => "E-PHO-03",
    };

    public static string HintOf(PhotoResult result, AnswerLanguage language)
    {
        var (sv, en) = Texts(result);
        return (language == AnswerLanguage.Sv ? sv : en).ToString(CultureInfo.InvariantCulture);
    }

    private static (FormattableString Sv, FormattableString En) Texts(PhotoResult result) => result.Problem switch
    {
        PhotoProblem.Heic =>
            ($"HEIC; ställ kameran på JPEG (iPhone: Mest kompatibelt)", $"HEIC; set the camera to JPEG (iPhone: Most Compatible)"),
        PhotoProblem.Avif => ($"AVIF; spara som JPEG", $"AVIF; save it as JPEG"),
        PhotoProblem.WebP => ($"WebP; spara som JPEG", $"WebP; save it as JPEG"),
        PhotoProblem.Gif => ($"GIF; spara som JPEG", $"GIF; save it as JPEG"),
        PhotoProblem.Bmp => ($"BMP; spara som JPEG", $"BMP; save it as JPEG"),
        PhotoProblem.Tiff => ($"TIFF; spara som JPEG", $"TIFF; save it as JPEG"),
        PhotoProblem.Pdf => ($"PDF; spara bilden som JPEG", $"PDF; save the picture as JPEG"),
        PhotoProblem.Archive => ($"ett arkiv", $"an archive"),
        PhotoProblem.Cmyk => ($"CMYK; spara som RGB", $"CMYK; save it as RGB"),
        PhotoProblem.TwelveBit =>
            ($"mer än 8 bitar per färg; spara som JPEG med 8 bitar", $"more than 8 bits a colour; save it as JPEG with 8 bits"),
        PhotoProblem.UnusualJpeg =>
            ($"en ovanlig form av JPEG; spara som vanlig JPEG", $"an unusual form of JPEG; save it as an ordinary JPEG"),
        PhotoProblem.Damaged => ($"bilden är skadad eller avklippt", $"the picture is damaged or cut off"),
        PhotoProblem.DecoderGaveUp => ($"bilden kunde inte avkodas", $"the picture could not be decoded"),
        PhotoProblem.TooFewPixels or PhotoProblem.TooManyPixels or PhotoProblem.Aspect =>
            ($"{result.Width} × {result.Height} bildpunkter", $"{result.Width} × {result.Height} pixels"),
        PhotoProblem.TooManyBytes => ($"", $""),
        _ => ($"varken JPEG eller PNG", $"neither JPEG nor PNG"),
    };
}
