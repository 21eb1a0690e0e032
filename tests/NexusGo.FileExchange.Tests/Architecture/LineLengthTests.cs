namespace NexusGo.FileExchange.Tests.Architecture;

public sealed class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_of_source_is_longer_than_140_characters()
    {
        var tooLong = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (Place: $"{file}:{index + 1}", line.Length)))
            .Where(line => line.Length > Longest)
            .Select(line => line.Place);

        Assert.Empty(tooLong);
    }
}
