using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>The events of the log, as the classes of log messages declare them.</summary>
internal static partial class LogEvents
{
    private const BindingFlags Declared = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Every event by its number.</summary>
    public static IReadOnlyList<LoggerMessageAttribute> All { get; } =
        [.. typeof(WorkerLog).Assembly.GetTypes().Concat(typeof(LogEvents).Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(Declared))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .DistinctBy(one => one.EventId).OrderBy(one => one.EventId)];

    /// <summary>Those that a person may have to do something about.</summary>
    public static IEnumerable<LoggerMessageAttribute> Alarms => All.Where(one => one.Level >= LogLevel.Warning);

    /// <summary>The message with what is filled in as words in italics: <c>{FileId}</c> becomes <c>*file id*</c>.</summary>
    public static string Readable(string message) => Hole().Replace(message,
        hole => $"*{Hump().Replace(hole.Groups["name"].Value, " $0").ToLower(CultureInfo.InvariantCulture)}*");

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)(?::[^}]*)?\}")]
    private static partial Regex Hole();

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex Hump();
}
