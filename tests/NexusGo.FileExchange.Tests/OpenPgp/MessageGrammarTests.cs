using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>The outer packets of messages, well and badly built.</summary>
public sealed class MessageGrammarTests
{
    private static readonly byte[] SessionKey = OpenPgpPackets.Packet(1, 3, 1, 2, 3, 4, 5, 6, 7, 8, 18);
    private static readonly byte[] Hidden = OpenPgpPackets.Packet(1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 18);
    private static readonly byte[] Protected = OpenPgpPackets.Packet(18, 1, 2, 3);
    private static readonly byte[] Marker = OpenPgpPackets.Packet(10, [.. "PGP"u8]);
    private static readonly byte[] Padding = OpenPgpPackets.Packet(21, 1, 2, 3, 4);

    public static TheoryData<string, byte[], string?> Messages => new()
    {
        { "one recipient", [.. SessionKey, .. Protected], null },
        { "several recipients, one hidden", [.. SessionKey, .. Hidden, .. SessionKey, .. Protected], null },
        { "marker and padding", [.. Marker, .. SessionKey, .. Padding, .. Protected], null },
        { "old header, one-byte length", [0x84, 3, 3, 0, 0, .. Protected], null },
        { "old header, two-byte length", [0x85, 0, 3, 3, 0, 0, .. Protected], null },
        { "old header, four-byte length", [0x86, 0, 0, 0, 3, 3, 0, 0, .. Protected], null },
        { "new header, two-byte length", [0xc1, 192, 0, 3, .. new byte[191], .. Protected], null },
        { "partial lengths", [.. SessionKey, 0xd2, 0xe1, 1, 2, 0xe0, 3, 2, 4, 5], null },
        { "nothing after the session keys", SessionKey, "F-PGP-07" },
        { "cut in the body", [.. SessionKey, .. Protected[..^1]], "F-PGP-07" },
        { "cut in the header", [.. SessionKey, .. Protected[..3]], "F-PGP-07" },
        { "cut after a partial length", [.. SessionKey, 0xd2, 0xe1, 1, 2], "F-PGP-07" },
        { "an empty protected packet", [.. SessionKey, 0xd2, 0], "F-PGP-07" },
        { "a session key in partial lengths", [0xc1, 0xe1, 3, 0, 1, 0, .. Protected], "F-PGP-07" },
        { "a protected packet of unknown version", [.. SessionKey, .. OpenPgpPackets.Packet(18, 9)], "F-PGP-07" },
        { "no integrity protection", [.. SessionKey, .. OpenPgpPackets.Packet(9, 1, 2)], "F-PGP-04" },
        { "no integrity protection, old header to the end", [.. SessionKey, 0xa7, 1, 2], "F-PGP-04" },
        { "AEAD of gpg", [.. SessionKey, .. OpenPgpPackets.Packet(20, 1, 9, 2)], "F-PGP-08" },
        { "AEAD of RFC 9580", [.. SessionKey, .. OpenPgpPackets.Packet(18, 2, 9, 2)], "F-PGP-08" },
        { "a passphrase", [.. OpenPgpPackets.Packet(3, 4, 9, 3), .. Protected], "F-PGP-08" },
        { "a passphrase beside a key", [.. SessionKey, .. OpenPgpPackets.Packet(3, 6, 9, 4), .. Protected], "F-PGP-08" },
        { "a protected packet without session key", Protected, "F-PGP-08" },
        { "a literal after the session keys", [.. SessionKey, .. OpenPgpPackets.Literal("x")], "F-PGP-08" },
        { "two protected packets", [.. SessionKey, .. Protected, .. Protected], "F-PGP-08" },
        { "a literal behind", [.. SessionKey, .. Protected, .. OpenPgpPackets.Literal("x")], "F-PGP-08" },
        { "a line break behind", [.. SessionKey, .. Protected, (byte)'\n'], "F-PGP-08" },
        { "a padding packet behind", [.. SessionKey, .. Protected, .. Padding], "F-PGP-08" },
        { "only signed", [.. OpenPgpPackets.Packet(4, 3, 0), .. OpenPgpPackets.Literal("x"), .. OpenPgpPackets.Packet(2, 4, 0)], "F-PGP-01" },
        { "only compressed", OpenPgpPackets.Packet(8, 1, 2), "F-PGP-01" },
        { "more session keys than anybody needs", [.. Enumerable.Repeat(Hidden, MessageGrammar.MaxSessionKeys + 1).SelectMany(p => p), .. Protected], "F-PGP-08" },
        { "as many session keys as allowed", [.. Enumerable.Repeat(Hidden, MessageGrammar.MaxSessionKeys).SelectMany(p => p), .. Protected], null },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Nasty47_49_50_only_one_protected_message_passes(string what, byte[] message, string? code)
    {
        Assert.NotEmpty(what);
        foreach (var pieces in new[] { message.Length, 1, 7 })
        {
            Assert.Equal(code, Judge(new MessageGrammar(requireEncryption: true, aeadReadable: false), message, pieces));
        }
    }

    [Fact]
    public void Nasty47_the_AEAD_packet_passes_where_gpg_reads_it() =>
        Assert.Null(Judge(new MessageGrammar(requireEncryption: true, aeadReadable: true), [.. SessionKey, .. OpenPgpPackets.Packet(20, 1, 9, 2)], 1));

    [Fact]
    public void A_signed_message_passes_where_encryption_is_not_required()
    {
        byte[] onePass = OpenPgpPackets.Packet(4, 3, 0), literal = OpenPgpPackets.Literal("x"), signature = OpenPgpPackets.Packet(2, 4, 0);
        foreach (var (message, code) in new (byte[], string?)[]
        {
            ([.. onePass, .. literal, .. signature], null),
            ([.. signature, .. literal], null),
            (OpenPgpPackets.Packet(8, 1, 2), null),
            ([0xa3, 1, 2, 3], null),
            ([.. onePass, .. literal, .. signature, .. literal], "F-PGP-08"),
            ([.. onePass], "F-PGP-07"),
        })
        {
            Assert.Equal(code, Judge(new MessageGrammar(requireEncryption: false, aeadReadable: false), message, 3));
        }
    }

    private static string? Judge(MessageGrammar grammar, byte[] message, int pieceLength)
    {
        foreach (var piece in message.Chunk(pieceLength))
        {
            if (!grammar.Feed(piece))
            {
                return grammar.Refusal!.Code;
            }
        }

        return grammar.Finish()?.Code;
    }
}
