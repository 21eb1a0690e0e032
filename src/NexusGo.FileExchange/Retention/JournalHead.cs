using System.Globalization;

namespace NexusGo.FileExchange.Retention;

/// <summary>An entry of a journal's file, and the hash that covers everything up to it.</summary>
/// <param name="Journal">The file's name without its ending.</param>
/// <param name="Number">The entry's number.</param>
/// <param name="Hash">64 hex digits.</param>
internal sealed record JournalHead(string Journal, long Number, string Hash)
{
    /// <summary>What <see cref="ToString"/> wrote.</summary>
    public static JournalHead Parse(string text)
    {
        var parts = text.Split('/');
        return new JournalHead(parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Journal}/{Number}/{Hash}");
}
