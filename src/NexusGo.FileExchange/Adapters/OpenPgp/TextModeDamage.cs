namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Tells what a transfer in text mode does to a binary message. Encrypted bytes hold every value about equally often, so a value or pair
/// that never comes, or only comes, was put there or taken away.
/// </summary>
internal sealed class TextModeDamage(bool isArmoured)
{
    // Below this many bytes nothing is concluded, because a value may be missing by chance. Even of messages of 1024 bytes one in fifty
    // lacks a certain value.
    private const int FewestBytes = 512;

    // The first bytes are enough, and a large message should not pay for it.
    private const int MostBytes = 64 * 1024;

    // What the headers of packets seem to say where an octet more or less moved the place they are read from.
    private static readonly HashSet<Refusal> ReadFromHeaders =
    [
        Refusal.NotForUs, Refusal.Structure, Refusal.TrailingData, Refusal.NoIntegrity, Refusal.Passphrase, Refusal.Aead,
        Refusal.LibrePgpAead, Refusal.Version6, Refusal.ManyRecipients, Refusal.NoMessage,
    ];

    private long bytes;
    private long returns;
    private long feeds;
    private long pairs;
    private long high;
    private long replaced;
    private long twoByteLetters;
    private byte last;
    private byte lastButOne;

    public void Take(ReadOnlySpan<byte> part)
    {
        part = isArmoured ? default : part[..(int)Math.Min(part.Length, MostBytes - bytes)];
        bytes += part.Length;
        foreach (var b in part)
        {
            returns += b == '\r' ? 1 : 0;
            feeds += b == '\n' ? 1 : 0;
            pairs += b == '\n' && last == '\r' ? 1 : 0;
            high += b >= 0x80 ? 1 : 0;
            replaced += b == 0xbd && last == 0xbf && lastButOne == 0xef ? 1 : 0;
            twoByteLetters += b is >= 0x80 and < 0xc0 && last is 0xc2 or 0xc3 ? 1 : 0;
            (lastButOne, last) = (last, b);
        }
    }

    /// <summary>
    /// The true cause of a refusal, where the bytes show it. One that says more than "damaged" is only replaced where there is no doubt.
    /// </summary>
    public Refusal Explain(Refusal refusal) =>
        (IsSeen && (refusal == Refusal.Damaged || refusal == Refusal.Truncated)) || (IsCertain && ReadFromHeaders.Contains(refusal))
            ? Refusal.TextMode
        : IsPossible && (refusal == Refusal.Damaged || refusal == Refusal.Truncated) ? Refusal.PerhapsTextMode : refusal;

    /// <summary>Whether text mode seems to have been at these bytes.</summary>
    public bool IsSeen => !isArmoured && (IsCertain || (pairs > 0 && (pairs == feeds || pairs == returns))
        || (bytes >= 2 * FewestBytes && (returns == 0 || feeds == 0)));

    /// <summary>A small message that lacks a value may lack it by chance.</summary>
    private bool IsPossible => !isArmoured && (returns == 0 || feeds == 0);

    private bool IsCertain => !isArmoured && (replaced > 1
        || (bytes >= FewestBytes
        && (high == 0 || (high > 8 && high - (twoByteLetters * 2) is 0 or 1) || (pairs > 2 && (pairs == feeds || pairs == returns))))
        || (bytes >= 8 * FewestBytes && (returns == 0 || feeds == 0)));
}
