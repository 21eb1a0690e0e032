using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Testing.Photos;

namespace NexusGo.FileExchange.Tests.Photos;

/// <summary>Damaged pictures against a real decoder process: whatever becomes of the decoder, each picture gets an answer.</summary>
[Trait("Category", Fuzzing.Category)]
public sealed class PhotoFuzzTests
{
    private const int Usual = 200;

    [Fact]
    public async Task Damaged_pictures_get_an_answer_each()
    {
        var seed = Fuzzing.Seed(22);
        var random = new Random(seed);
        byte[][] seeds = [.. Fuzzing.Corpus("photos", 1), TestPictures.Jpeg(300, 410), TestPictures.Png(300, 410)];
        await using var decoder = new PhotoDecoder(PhotoSandbox.OfThisProgram(NullLogger<PhotoSandbox>.Instance), TimeProvider.System);
        var answers = new Dictionary<PhotoProblem, int>();
        for (var i = 0; i < Usual * Fuzzing.Times; i++)
        {
            var result = await decoder.RunAsync(Damage(seeds[random.Next(seeds.Length)], random), CancellationToken.None);
            Assert.True(result.Problem != PhotoProblem.None || PictureFormat.IsJpeg(result.Jpeg), $"seed {seed}, picture {i}: {result}");
            answers[result.Problem] = answers.GetValueOrDefault(result.Problem) + 1;
        }

        // Neither all refused at the door nor none.
        Assert.True(answers.Count >= 3, $"seed {seed}: {string.Join(", ", answers)}");
        Assert.True(decoder.Started <= 1 + answers.GetValueOrDefault(PhotoProblem.DecoderGaveUp),
            $"seed {seed}: {decoder.Started} decoders");
    }

    [Fact]
    public async Task The_kept_malformed_pictures_are_answered_and_leave_the_decoder_fit_for_the_next()
    {
        await using var decoder = new PhotoDecoder(PhotoSandbox.OfThisProgram(NullLogger<PhotoSandbox>.Instance), TimeProvider.System);
        var good = TestPictures.Jpeg(300, 410);
        var answers = new List<PhotoProblem>();
        foreach (var picture in Fuzzing.Corpus("photos", 20))
        {
            answers.Add((await decoder.RunAsync(picture, CancellationToken.None)).Problem);
            Assert.Equal(PhotoProblem.None, (await decoder.RunAsync(good, CancellationToken.None)).Problem);
        }

        Assert.DoesNotContain(PhotoProblem.DecoderGaveUp, answers);
        Assert.InRange(answers.Count(answer => answer == PhotoProblem.Damaged), 8, answers.Count);
        Assert.Equal(1, decoder.Started);
    }

    private static byte[] Damage(byte[] picture, Random random)
    {
        var damaged = random.Next(4) == 0 ? picture[..random.Next(picture.Length)] : (byte[])picture.Clone();
        for (var changes = random.Next(1, 20); changes > 0 && damaged.Length > 0; changes--)
        {
            // Headers are where decoders break: half of the changes hit the first bytes.
            damaged[random.Next(random.Next(2) == 0 ? Math.Min(700, damaged.Length) : damaged.Length)] = (byte)random.Next(256);
        }

        return damaged;
    }
}
