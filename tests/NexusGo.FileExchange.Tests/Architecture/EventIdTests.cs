using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker;

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

    /// <summary>A time without a format is written as the culture of the machine has it: month first, or day first.</summary>
    [Fact]
    public void Times_and_days_are_written_by_ISO_8601()
    {
        var times = typeof(FileExchangeException).Assembly.GetTypes().Concat(typeof(WorkerLifetime).Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => (Text: method.GetCustomAttribute<LoggerMessageAttribute>()?.Message, Of: method.GetParameters()))
            .Where(message => message.Text is not null)
            .SelectMany(message => message.Of.Select(one => (message.Text, one.Name, Type: Nullable.GetUnderlyingType(one.ParameterType)
                ?? one.ParameterType)))
            .Where(one => one.Type == typeof(DateTimeOffset) || one.Type == typeof(DateTime) || one.Type == typeof(DateOnly)).ToList();

        Assert.True(times.Count > 5);
        Assert.All(times, one => Assert.Contains(one.Type == typeof(DateOnly) ? $"{{{one.Name}:O}}" : $"{{{one.Name}:u}}", one.Text,
            StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"LoggerMessage\((?:EventId = )?(\d+)")]
    private static partial Regex Number();
}
