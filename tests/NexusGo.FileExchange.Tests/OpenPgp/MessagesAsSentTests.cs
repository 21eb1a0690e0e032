using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>OpenPGP as people send it (nasty case 75): what went wrong is told by its true cause, in both languages.</summary>
public sealed class MessagesAsSentTests(CraftedMessages made) : IClassFixture<CraftedMessages>
{
    private static readonly byte[] Content =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(n => $"C-{n};ID-STD;Åsa;Öberg;HQ\r\n")));

    private byte[] Binary => made.Message(made.SignedMessage(Content));

    private string Armoured => Armour("MESSAGE", Binary);

    /// <summary>What transfers in text mode do to a binary file.</summary>
    public static TheoryData<string> TextModes =>
    [
        "LF to CRLF", "CRLF to LF", "CR dropped", "LF dropped", "LF to CR", "CR to LF", "CR to CRLF", "high bit off", "high bytes dropped",
        "Latin-1 to UTF-8",
        "bad UTF-8 replaced", "LF to CRLF twice", "CRLF everywhere",
    ];

    [Theory]
    [MemberData(nameof(TextModes))]
    public async Task Nasty75_a_transfer_in_text_mode_is_named(string how)
    {
        var (_, verdict) = await made.Engine.OpenWholeAsync(Damage(Binary, how), made.Policy);

        Assert.Equal("F-PGP-07", verdict.ErrorCode);
        Assert.Contains("binary mode", verdict.Hint, StringComparison.Ordinal);
        Assert.Contains("binärt läge", verdict.SwedishHint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CR dropped", '\r')]
    [InlineData("LF dropped", '\n')]
    public async Task Of_a_small_message_text_mode_is_told_as_possible(string how, char lost)
    {
        // The byte is in the content and not in the packet of the session key, where our key's id stands: each round has keys of its own.
        CraftedMessages crafted;
        byte[] message;
        do
        {
            crafted = new CraftedMessages();
            message = crafted.Message(crafted.SignedMessage(Content.AsSpan(0, 300).ToArray()));
            if (!message.AsSpan(0, 120).Contains((byte)lost) && message.AsSpan(120).Contains((byte)lost))
            {
                break;
            }

            crafted.Dispose();
        }
        while (true);

        using var found = crafted;
        var (_, verdict) = await found.Engine.OpenWholeAsync(Damage(message, how), found.Policy);
        Assert.Equal("F-PGP-07", verdict.ErrorCode);
        Assert.Contains("perhaps by a transfer in text", verdict.Hint, StringComparison.Ordinal);
        Assert.Contains("binärt läge", verdict.SwedishHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_undamaged_message_and_one_that_is_cut_are_not_said_to_be_damaged_by_text_mode()
    {
        Assert.Null((await made.Engine.OpenWholeAsync(Binary, made.Policy)).Verdict.ErrorCode);
        for (var n = 0; n < 20; n++)
        {
            var (_, verdict) = await made.Engine.OpenWholeAsync(Binary[..^100], made.Policy);
            Assert.Equal("F-PGP-07", verdict.ErrorCode);
            Assert.DoesNotContain("binary mode", verdict.Hint, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("UTF-16 with mark", "F-PGP-07", "UTF-16")]
    [InlineData("UTF-16 without mark", "F-PGP-07", "UTF-16")]
    [InlineData("in a mail", "F-PGP-07", "as in a mail")]
    [InlineData("UTF-16 big-endian", "F-PGP-07", "UTF-16")]
    [InlineData("UTF-16 in a mail", "F-PGP-07", "UTF-16")]
    [InlineData("text behind", "F-PGP-07", "as in a mail")]
    [InlineData("quoted in a mail", "F-PGP-07", "as in a mail")]
    [InlineData("web page", "F-PGP-07", "as in a mail")]
    [InlineData("hyphens made dashes", "F-PGP-07", "as in a mail")]
    [InlineData("clear-signed in a mail", "F-PGP-01", "clear-signed")]
    [InlineData("public key in a mail", "F-PGP-01", "a key instead")]
    [InlineData("signature behind its text", "F-PGP-01", "without its file")]
    [InlineData("two messages in armour", "F-PGP-08", "after the end")]
    [InlineData("armoured twice", "F-PGP-07", "armoured twice")]
    [InlineData("signed, then encrypted", "F-PGP-03", "in one step")]
    [InlineData("signed in armour, then encrypted", "F-PGP-03", "in one step")]
    [InlineData("encrypted, then signed", "F-PGP-01", "in one step")]
    [InlineData("encrypted, then signed, compressed", "F-PGP-01", "in one step")]
    [InlineData("sealed twice", "F-PGP-08", "a message inside a message")]
    [InlineData("PGP Zip", "F-PGP-08", "PGP Zip")]
    [InlineData("clear-signed", "F-PGP-01", "clear-signed")]
    [InlineData("detached signature", "F-PGP-01", "without its file")]
    [InlineData("detached signature, binary", "F-PGP-01", "without its file")]
    [InlineData("public key", "F-PGP-01", "a key instead")]
    [InlineData("public key, binary", "F-PGP-01", "a key instead")]
    [InlineData("secret key", "F-PGP-01", "a key instead")]
    [InlineData("signature twice", "F-PGP-08", "more than the message announced")]
    public async Task Nasty75_each_way_of_doing_it_wrong_is_told_by_its_cause(string how, string code, string hint)
    {
        var (_, verdict) = await made.Engine.OpenWholeAsync(Make(how), made.Policy);

        Assert.Equal(code, verdict.ErrorCode);
        Assert.Contains(hint, verdict.Hint, StringComparison.Ordinal);
        Assert.NotNull(verdict.SwedishHint);
        Assert.NotEqual(verdict.Hint, verdict.SwedishHint);
    }

    private byte[] Make(string how)
    {
        var (onePass, literal, signature) = made.Sign(Content);
        byte[] signedText = [.. onePass, .. literal, .. signature];
        byte[] signedSealed = made.SignedMessage(Binary);
        var tar = new byte[1024];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        var key = File.ReadAllText(made.Person.File);
        return how switch
        {
            "UTF-16 with mark" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Armoured)],
            "UTF-16 without mark" => Encoding.Unicode.GetBytes(Armoured),
            "in a mail" => Encoding.UTF8.GetBytes($"Hej!\r\n\r\nHär kommer beställningen.\r\n{Armoured}\r\nMed vänlig hälsning\r\n"),
            "UTF-16 big-endian" => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(Armoured)],
            "UTF-16 in a mail" => Encoding.Unicode.GetBytes($"Hej!\r\n\r\n{Armoured}"),
            "text behind" => Encoding.UTF8.GetBytes($"{Armoured}\r\n-- \r\nMed vänlig hälsning\r\n"),
            "quoted in a mail" => Encoding.UTF8.GetBytes($"> {Armoured.Replace("\n", "\n> ", StringComparison.Ordinal)}"),
            "web page" => Encoding.UTF8.GetBytes($"<html><body><pre>{Armoured}</pre></body></html>"),
            "hyphens made dashes" => Encoding.UTF8.GetBytes(Armoured.Replace("-----", "—–", StringComparison.Ordinal)),
            "clear-signed in a mail" => Encoding.ASCII.GetBytes(
                $"Hi,\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhello\n{Armour("SIGNATURE", signature)}"),
            "public key in a mail" => Encoding.ASCII.GetBytes($"Hi,\nhere is our key.\n{key}"),
            "signature behind its text" => [.. Content[..300], .. Encoding.ASCII.GetBytes("\n" + Armour("SIGNATURE", signature))],
            "two messages in armour" => Encoding.ASCII.GetBytes(Armoured + Armoured),
            "armoured twice" => Encoding.ASCII.GetBytes(Armour("MESSAGE", Encoding.ASCII.GetBytes(Armoured))),
            "signed, then encrypted" => made.Message(OpenPgpPackets.Packet(11, [(byte)'b', 0, 0, 0, 0, 0, .. signedText])),
            "signed in armour, then encrypted" => made.Message(OpenPgpPackets.Literal(Armour("MESSAGE", signedText))),
            "encrypted, then signed" => signedSealed,
            "encrypted, then signed, compressed" => ForeignPackets.Compressed(signedSealed),
            "sealed twice" => made.Message(signedSealed),
            "PGP Zip" => made.Message(made.SignedMessage(tar)),
            "clear-signed" =>
                Encoding.ASCII.GetBytes($"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhello\n{Armour("SIGNATURE", signature)}"),
            "detached signature" => Encoding.ASCII.GetBytes(Armour("SIGNATURE", signature)),
            "detached signature, binary" => signature,
            "public key" => Encoding.ASCII.GetBytes(key),
            "public key, binary" => Adapters.OpenPgp.KeyPackets.Binary(Encoding.ASCII.GetBytes(key)),
            "secret key" => File.ReadAllBytes(Path.ChangeExtension(made.Person.File, ".sec")),
            _ => made.Message(signedText, signature),
        };
    }

    private static byte[] Damage(byte[] bytes, string how) => how switch
    {
        "LF to CRLF" => Each(bytes, (b, _) => b == '\n' ? "\r\n"u8.ToArray() : [b]),
        "CRLF to LF" => Each(Each(bytes, (b, _) => b == '\r' ? [] : [b]), (b, _) => [b]),
        "CR dropped" => Each(bytes, (b, _) => b == '\r' ? [] : [b]),
        "LF dropped" => Each(bytes, (b, _) => b == '\n' ? [] : [b]),
        "LF to CR" => Each(bytes, (b, _) => b == '\n' ? [(byte)'\r'] : [b]),
        "CR to LF" => Each(bytes, (b, _) => b == '\r' ? [(byte)'\n'] : [b]),
        "CR to CRLF" => Each(bytes, (b, next) => b == '\r' && next != '\n' ? "\r\n"u8.ToArray() : [b]),
        "high bit off" => Each(bytes, (b, _) => [(byte)(b & 0x7f)]),
        "high bytes dropped" => Each(bytes, (b, _) => b < 0x80 ? [b] : []),
        "Latin-1 to UTF-8" => Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(bytes)),
        "bad UTF-8 replaced" => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)),
        "LF to CRLF twice" => Damage(Damage(bytes, "LF to CRLF"), "LF to CRLF"),
        _ => Each(bytes, (b, _) => b is (byte)'\n' or (byte)'\r' ? "\r\n"u8.ToArray() : [b]),
    };

    private static byte[] Each(byte[] bytes, Func<byte, byte, byte[]> change) =>
        [.. bytes.SelectMany((b, i) => change(b, i + 1 < bytes.Length ? bytes[i + 1] : (byte)0))];

    private static string Armour(string what, byte[] bytes) =>
        $"-----BEGIN PGP {what}-----\n\n"
            + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n")
            + $"\n-----END PGP {what}-----\n";
}
