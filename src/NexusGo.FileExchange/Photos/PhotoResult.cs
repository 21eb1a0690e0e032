namespace NexusGo.FileExchange.Photos;

/// <summary>What became of one picture.</summary>
/// <param name="Problem">Why it is refused; <see cref="PhotoProblem.None"/>: it is good.</param>
/// <param name="Width">In pixels, upright; 0 where it was not found out.</param>
/// <param name="Height">In pixels, upright.</param>
/// <param name="Jpeg">The photo as it is stored; empty when refused. Whoever receives it zeroes it.</param>
public sealed record PhotoResult(PhotoProblem Problem, int Width, int Height, byte[] Jpeg)
{
    public static PhotoResult Refused(PhotoProblem problem, int width = 0, int height = 0) => new(problem, width, height, []);

    /// <summary>The picture itself is personal and never printed.</summary>
    public override string ToString() => Problem == PhotoProblem.None ? $"photo of {Width} × {Height}" : $"refused: {Problem}";
}
