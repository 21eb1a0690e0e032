using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>
/// The parts of a manual that are made from the code. They stand between two comments, so that the words around them stay a person's.
/// </summary>
internal static partial class MadeBlocks
{
    /// <summary>Replaces what stands between the comments of every block.</summary>
    /// <param name="text">The manual.</param>
    /// <param name="make">Makes the content of a block from the name in its comment, such as <c>codes F-NAM</c>.</param>
    public static string Update(string text, Func<string, string> make) => Block().Replace(text, block =>
        $"{block.Groups["begin"].Value}\n{make(block.Groups["name"].Value)}{block.Groups["end"].Value}");

    [GeneratedRegex(@"(?<begin><!-- made:(?<name>[A-Za-z -]+) \(by: nexusgo-fx schema --write\) -->)\n.*?(?<end><!-- /made:\k<name> -->)",
        RegexOptions.Singleline)]
    private static partial Regex Block();
}
