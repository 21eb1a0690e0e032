namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>One line of gpg's status protocol (doc/DETAILS in GnuPG): a keyword and its arguments.</summary>
internal readonly struct GnuPgStatus
{
    private const string Prefix = "[GNUPG:] ";
    private readonly string[] words;

    private GnuPgStatus(string[] words) => this.words = words;

    public string Keyword => words[0];

    /// <summary>Argument by 0-based index, or "" when the line has fewer.</summary>
    public string this[int index] => index + 1 < words.Length ? words[index + 1] : "";

    /// <summary>An argument as a number, or −1.</summary>
    public long Number(int index) => long.TryParse(this[index], out var number) ? number : -1;

    /// <summary>False for a line that is no status.</summary>
    public static bool TryParse(string line, out GnuPgStatus status)
    {
        var ours = line.StartsWith(Prefix, StringComparison.Ordinal);
        status = ours ? new GnuPgStatus(line[Prefix.Length..].Split(' ')) : default;
        return ours && status.Keyword.Length > 0;
    }
}
