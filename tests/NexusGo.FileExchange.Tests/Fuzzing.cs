using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck;

namespace NexusGo.FileExchange.Tests;

/// <summary>
/// How long the tests of the category Fuzz run: bounded among the other tests, as often as asked for by <c>tests/fuzz.sh</c>; and the
/// inputs that are kept.
/// </summary>
internal static class Fuzzing
{
    public const string Category = "Fuzz";

    /// <summary>How many times the usual number of cases; 1 when nothing is asked for.</summary>
    public static int Times { get; } = Environment.GetEnvironmentVariable("NEXUSGO_FUZZ_TIMES") is { Length: > 0 } text
        ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
        : 1;

    /// <summary>New random cases at every run; a failure names the seed that repeats it.</summary>
    public static Config Cases(int usual) => Config.QuickThrowOnFailure.WithMaxTest(usual * Times);

    /// <summary>
    /// Where a test's own random numbers begin: as given among the other tests, anywhere in a longer run. The test names it when it fails.
    /// </summary>
    public static int Seed(int usual) => Times == 1 ? usual : Random.Shared.Next();

    /// <summary>The inputs kept for a reader: what once failed, and what was thought out.</summary>
    public static IReadOnlyList<byte[]> Corpus(string reader, int atLeast)
    {
        var files = Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Here())!, "corpus", reader), "*.bin");
        Assert.True(files.Length >= atLeast, $"only {files.Length} files in the corpus of {reader}");
        return [.. files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }

    private static string Here([CallerFilePath] string source = "") => source;
}
