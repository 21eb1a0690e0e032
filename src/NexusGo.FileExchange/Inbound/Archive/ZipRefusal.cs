using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>Why a zip file is refused as a whole. No name from inside the file is in it: names may be personal.</summary>
/// <param name="Code">Published code, <c>F-ZIP-…</c>.</param>
/// <param name="Swedish">The hint in Swedish; <c>{0}</c> stands for the number of the entry.</param>
/// <param name="English">The hint in English.</param>
/// <param name="EntryNumber">Which entry, counted from 1 in the order of the zip file's directory; 0: the file as a whole.</param>
internal sealed record ZipRefusal(string Code, string Swedish, string English, int EntryNumber = 0)
{
    public string Hint(AnswerLanguage language)
    {
        var text = language == AnswerLanguage.Sv ? Swedish : English;
        var entry = language == AnswerLanguage.Sv ? "fil nummer" : "file number";
        return EntryNumber == 0
            ? text : string.Create(CultureInfo.InvariantCulture, $"{entry} {EntryNumber}{(text.Length > 0 ? ": " : "")}{text}");
    }

    public static ZipRefusal Unreadable(string swedish, string english, int entry = 0) => new("F-ZIP-01", swedish, english, entry);

    public static ZipRefusal Truncated { get; } = Unreadable("slutet saknas, eller något följer efter det",
        "its end is missing, or something follows it");

    public static ZipRefusal Contradiction(int entry) =>
        Unreadable("två uppgifter i zip-filen säger emot varandra", "two statements of the zip file contradict each other", entry);

    public static ZipRefusal Overlap(int entry) => Unreadable("delar plats med en annan fil", "shares its place with another file", entry);

    public static ZipRefusal Damaged(int entry) => Unreadable("innehållet är skadat", "its content is damaged", entry);

    public static ZipRefusal BadName(int entry) => new("F-ZIP-03", "otillåtet namn", "a name that is not allowed", entry);

    public static ZipRefusal TooManyEntries(int max) => new("F-ZIP-06", $"högst {max} filer", $"at most {max} files");

    public static ZipRefusal TooManyBytes(long max) => new("F-ZIP-06", $"uppackad högst {max} byte", $"unpacked at most {max} bytes");

    public static ZipRefusal TooTight(int maxRatio, int entry) =>
        new("F-ZIP-06", $"packad mer än {maxRatio} gånger", $"packed more than {maxRatio} times", entry);
}
