using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Delivery.Consumed;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>What verbs that write a customer's data or evidence have in common.</summary>
internal static class Verb
{
    private const int LongestReason = 200;

    public static Argument<string> Customer() => new("customer") { Description = "The customer's id." };

    public static Option<bool> AsJson() => new("--json") { Description = "Print as JSON." };

    public static Option<string> Reason() => new("--reason") { Description = "Why, for the audit log; no personal data.", Required = true };

    /// <summary>The reason as it is kept; null: it cannot be kept, and that was said.</summary>
    public static string? ReasonOf(string text)
    {
        var reason = text.Trim();
        if (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl))
        {
            Console.Error.WriteLine($"A reason has up to {LongestReason} characters.");
            return null;
        }

        return reason;
    }

    public static Option<string?> OutFile(string what) =>
        new("--out") { Description = $"File to write {what} to (it must not exist; mode 0600). Default: standard output.",
        HelpName = "file" };

    public static Argument<DateOnly> Day(string name, string description) =>
        new(name) { Description = description, CustomParser = result => ParseDay(result) };

    public static Task WriteAsync(string? file, object value, CancellationToken cancellationToken) =>
        WriteTextAsync(file, JsonSerializer.Serialize(value, JsonOutput.Options) + "\n", cancellationToken);

    /// <summary>To a new file for this user alone, or to standard output.</summary>
    public static async Task WriteTextAsync(string? file, string text, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            await Console.Out.WriteAsync(text.AsMemory(), cancellationToken);
            return;
        }

        await using var stream = CreateFile(file);
        await using var writer = new StreamWriter(stream);
        await writer.WriteAsync(text.AsMemory(), cancellationToken);
    }

    /// <summary>A new file that only this user can read.</summary>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    public static FileStream CreateFile(string file) => new(file, new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    private static DateOnly ParseDay(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens.Single().Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day))
        {
            return day;
        }

        result.AddError($"{result.Argument.Name} is a day such as 2026-01-31.");
        return default;
    }
}
