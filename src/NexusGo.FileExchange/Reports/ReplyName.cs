using System.Globalization;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The part of a reply's name that tells which inbound file it answers: the inbound base name, <c>TEST_</c> before it for a file of the
/// test folder, and <c>-2</c>, <c>-3</c>, … behind it when the same name was answered before.
/// </summary>
public sealed record ReplyName(string BaseName, int Use)
{
    /// <summary>
    /// The counted name: base names that differ in case only share one counter, because some servers do not tell them apart.
    /// </summary>
    public static string CounterKey(string baseName, bool isTest) => (isTest ? "TEST_" + baseName : baseName).ToUpperInvariant();

    public static ReplyName For(string baseName, bool isTest, int use) => new(isTest ? "TEST_" + baseName : baseName, use);

    /// <summary>The file's name.</summary>
    public string FileName(ReportKind kind, string extension = ".csv") =>
        string.Create(CultureInfo.InvariantCulture,
            $"{kind.Prefix()}_{BaseName}{(Use > 1 ? "-" + Use.ToString(CultureInfo.InvariantCulture) : "")}{extension}");
}
