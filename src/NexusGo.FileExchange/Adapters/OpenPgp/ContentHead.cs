using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>How the content begins, to tell a message inside the message and an archive from an order.</summary>
internal sealed class ContentHead
{
    // A tar archive has its mark in the first block (POSIX.1-2017, pax, ustar).
    private const int MarkAt = 257;

    private readonly byte[] head = new byte[MarkAt + 5];
    private int length;

    public bool IsOpenPgp => OpenPgpSniffer.LooksLikeOpenPgp(head.AsSpan(0, Math.Min(length, OpenPgpSniffer.HeadBytes)));

    /// <summary>Why content like this is refused though the message is good, or null.</summary>
    public Refusal? Fault => IsOpenPgp ? Refusal.MessageInside : head.AsSpan(MarkAt).SequenceEqual("ustar"u8) ? Refusal.Archive : null;

    public void Take(ReadOnlySpan<byte> content)
    {
        var count = Math.Min(content.Length, head.Length - length);
        content[..count].CopyTo(head.AsSpan(length));
        length += count;
    }

    /// <summary>Forgets it again.</summary>
    public void Clear() => Array.Clear(head);

    /// <summary>The true cause of a refusal, where the content shows it.</summary>
    public Refusal Explain(Refusal refusal) => ReferenceEquals(refusal, Refusal.NotSigned) && IsOpenPgp ? Refusal.SignedInside : refusal;
}
