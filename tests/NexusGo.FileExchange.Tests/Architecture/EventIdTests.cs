using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>Operators look for an event by its number: one number is one message.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void No_number_of_an_event_is_used_twice()
    {
        var numbers = Directory.EnumerateFiles(Repository.PathOf("src"), "*Log.cs", SearchOption.AllDirectories)
            .SelectMany(file => Number().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToList();

        Assert.True(numbers.Count > 50);
        Assert.Equal(numbers.Distinct(), numbers);
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex Number();
}
