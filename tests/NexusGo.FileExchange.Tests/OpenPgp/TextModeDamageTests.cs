using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>
/// A transfer in text mode moves the place from which the next packet's header is read, once in a hundred messages to one that means
/// something (nasty case 75).
/// </summary>
public sealed class TextModeDamageTests
{
    private static readonly Refusal[] OfHeaders =
    [
        Refusal.NotForUs, Refusal.Structure, Refusal.TrailingData, Refusal.NoIntegrity, Refusal.Passphrase, Refusal.Aead,
        Refusal.LibrePgpAead, Refusal.Version6, Refusal.ManyRecipients, Refusal.NoMessage,
    ];

    [Fact]
    public void What_a_moved_header_seems_to_say_gives_way_to_the_transfer()
    {
        var damage = Of(isDamaged: true);
        Assert.All(OfHeaders, refusal => Assert.Same(Refusal.TextMode, damage.Explain(refusal)));
    }

    [Fact]
    public void What_was_read_from_undamaged_bytes_or_inside_the_encryption_stays()
    {
        var undamaged = Of(isDamaged: false);
        Assert.All(OfHeaders, refusal => Assert.Same(refusal, undamaged.Explain(refusal)));
        Assert.Same(Refusal.UnknownSigner, Of(isDamaged: true).Explain(Refusal.UnknownSigner));
    }

    private static TextModeDamage Of(bool isDamaged)
    {
        var bytes = new byte[8 * 1024];
        new Random(75).NextBytes(bytes);
        var damage = new TextModeDamage(isArmoured: false);
        damage.Take(isDamaged ? [.. bytes.SelectMany(b => b == '\r' ? "\r\n"u8.ToArray() : [b])] : bytes);
        return damage;
    }
}
