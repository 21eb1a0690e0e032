namespace NexusGo.FileExchange.Customers;

/// <summary>File name patterns with <c>*</c> (any characters) and <c>?</c> (one character), letter case aside.</summary>
public static class NamePatterns
{
    /// <summary>Whether some file name fits both patterns.</summary>
    public static bool Overlap(string left, string right)
    {
        // fits[j]: some text fits both the first i characters of left and the first j of right.
        var fits = new bool[right.Length + 1];
        fits[0] = true;
        for (var j = 0; j < right.Length; j++)
        {
            fits[j + 1] = fits[j] && right[j] == '*';
        }

        foreach (var mark in left)
        {
            var next = new bool[right.Length + 1];
            next[0] = fits[0] && mark == '*';
            for (var j = 0; j < right.Length; j++)
            {
                // A star takes nothing, or one more character of the other side.
                next[j + 1] = mark == '*' || right[j] == '*' ? fits[j + 1] || next[j] : SameCharacter(mark, right[j]) && fits[j];
            }

            fits = next;
        }

        return fits[right.Length];
    }

    private static bool SameCharacter(char left, char right) =>
        left == '?' || right == '?' || char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
