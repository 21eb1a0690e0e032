using SkiaSharp;

namespace NexusGo.FileExchange.Demo;

/// <summary>Draws faces for photo orders, so that no real person is in them.</summary>
internal static class DemoFace
{
    private const int Width = 420;
    private const int Height = 560;

    private static readonly SKColor[] Skins = [new(247, 215, 190), new(224, 172, 138), new(176, 120, 84), new(110, 72, 50)];
    private static readonly SKColor[] Hairs = [new(60, 40, 30), new(190, 150, 70), new(30, 30, 36), new(150, 70, 40)];
    private static readonly SKColor[] Shirts = [new(50, 90, 150), new(120, 40, 60), new(40, 110, 80), new(90, 90, 100)];

    /// <param name="person">Which face; each number is another one.</param>
    /// <param name="png">PNG instead of JPEG.</param>
    public static byte[] Draw(int person, bool png = false)
    {
        using var bitmap =
            new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(new SKColor(225, 230, 235));
            Oval(canvas, 210, 590, 190, 150, Of(Shirts, person / 2));
            Oval(canvas, 210, 215, 130, 150, Of(Hairs, person));
            Oval(canvas, 210, 430, 50, 70, Of(Skins, person / 3));
            Oval(canvas, 210, 265, 105, 140, Of(Skins, person / 3));
            foreach (var x in new[] { 170, 250 })
            {
                Oval(canvas, x, 250, 16, 9, SKColors.White);
                Oval(canvas, x, 250, 7, 8, new SKColor(60, 60, 70));
            }

            Oval(canvas, 210, 290, 9, 22, Of(Hairs, person).WithAlpha(70));
            Oval(canvas, 210, 345, 34 + (person % 3 * 4), 9, new SKColor(170, 70, 70));
        }

        using var picture = bitmap.Encode(png ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 88);
        return picture.ToArray();
    }

    private static SKColor Of(SKColor[] colours, int number) => colours[number % colours.Length];

    private static void Oval(SKCanvas canvas, float x, float y, float radiusX, float radiusY, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }
}
