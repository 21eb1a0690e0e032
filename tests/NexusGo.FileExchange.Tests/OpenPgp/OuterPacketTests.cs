using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>The outer packets of messages, well and badly built.</summary>
public sealed class OuterPacketTests(CraftedMessages made) : IClassFixture<CraftedMessages>
{
    private static readonly byte[] Marker = OpenPgpPackets.Packet(10, [.. "PGP"u8]);
    private static readonly byte[] Padding = OpenPgpPackets.Packet(21, 1, 2, 3, 4);
    private static readonly byte[] Other = OpenPgpPackets.Packet(1, 3, 1, 2, 3, 4, 5, 6, 7, 8, 18);

    [Fact]
    public async Task Nasty43_44_one_protected_message_for_us_passes_however_its_packets_are_laid_out()
    {
        var inside = made.Protected(made.SignedMessage("A1;ID-STD\r\n"u8.ToArray()));
        var session = made.ForUs();
        foreach (var (what, message) in new (string, byte[])[]
        {
            ("one recipient", [.. session, .. inside]),
            ("several recipients, one hidden", [.. Other, .. made.ForSomebody(), .. Other, .. inside]),
            ("marker and padding", [.. Marker, .. session, .. Padding, .. inside]),
            ("old header, one-byte length", [0x84, (byte)(session.Length - 2), .. session[2..], .. inside]),
            ("old header, two-byte length", [0x85, 0, (byte)(session.Length - 2), .. session[2..], .. inside]),
            ("old header, four-byte length", [0x86, 0, 0, 0, (byte)(session.Length - 2), .. session[2..], .. inside]),
            ("partial lengths", [.. session, 0xd2, 0xe1, .. inside[6..8], 0xe0, inside[8], 255,
                .. PacketBytes.UInt32((uint)(inside.Length - 9)), .. inside[9..]]),
            ("as many session keys as allowed",
                [.. Enumerable.Repeat(Other, MessageReader.MaxSessionKeys - 1).SelectMany(p => p), .. session, .. inside]),
        })
        {
            foreach (var stream in new Stream[] { new MemoryStream(message), new DribblingStream(message) })
            {
                await using var opened = await made.Engine.OpenAsync(stream, made.Policy, CancellationToken.None);
                Assert.True((await opened.CompleteAsync(CancellationToken.None)).ErrorCode is null, what);
            }
        }
    }

    [Fact]
    public async Task Nasty47_49_50_anything_else_is_refused_with_its_code()
    {
        var inside = made.Protected(made.SignedMessage("A1;ID-STD\r\n"u8.ToArray()));
        var session = made.ForUs();
        foreach (var (what, message, code) in new (string, byte[], string)[]
        {
            ("nothing after the session keys", session, "F-PGP-07"),
            ("cut in the body", [.. session, .. inside[..^1]], "F-PGP-07"),
            ("cut in the header", [.. session, .. inside[..3]], "F-PGP-07"),
            ("cut after a partial length", [.. session, 0xd2, 0xe1, 1, 2], "F-PGP-07"),
            ("an empty protected packet", [.. session, 0xd2, 0], "F-PGP-07"),
            ("a protected packet of unknown version", [.. session, .. OpenPgpPackets.Packet(18, 9)], "F-PGP-07"),
            ("a session key in partial lengths", [.. session, 0xc1, 0xe1, 3, 0, 1, 0, .. inside], "F-PGP-07"),
            ("not for us", [.. Other, .. inside], "F-PGP-02"),
            ("no integrity protection", [.. session, .. OpenPgpPackets.Packet(9, 1, 2)], "F-PGP-04"),
            ("no integrity protection, old header to the end", [.. session, 0xa7, 1, 2], "F-PGP-04"),
            ("AEAD of LibrePGP", [.. session, .. OpenPgpPackets.Packet(20, 1, 9, 2)], "F-PGP-08"),
            ("AEAD of RFC 9580", [.. session, .. OpenPgpPackets.Packet(18, 2, 9, 2)], "F-PGP-08"),
            ("a session key of version 6", [.. session, .. OpenPgpPackets.Packet(1, 6, 0, 25, 1, 2), .. inside], "F-PGP-08"),
            ("a passphrase", [.. OpenPgpPackets.Packet(3, 4, 9, 3), .. inside], "F-PGP-08"),
            ("a passphrase beside a key", [.. session, .. OpenPgpPackets.Packet(3, 6, 9, 4), .. inside], "F-PGP-08"),
            ("a protected packet without session key", inside, "F-PGP-08"),
            ("a literal after the session keys", [.. session, .. OpenPgpPackets.Literal("x")], "F-PGP-08"),
            ("two protected packets", [.. session, .. inside, .. inside], "F-PGP-08"),
            ("a literal behind", [.. session, .. inside, .. OpenPgpPackets.Literal("x")], "F-PGP-08"),
            ("a line break behind", [.. session, .. inside, (byte)'\n'], "F-PGP-08"),
            ("a padding packet behind", [.. session, .. inside, .. Padding], "F-PGP-08"),
            ("only signed", made.SignedMessage([1]), "F-PGP-01"),
            ("only compressed", OpenPgpPackets.Packet(8, 1, 2), "F-PGP-01"),
            ("a marker that is none", [.. OpenPgpPackets.Packet(10, [.. "XYZ"u8]), .. session, .. inside], "F-PGP-07"),
            ("more session keys than anybody needs",
                [.. Enumerable.Repeat(Other, MessageReader.MaxSessionKeys).SelectMany(p => p), .. session, .. inside], "F-PGP-08"),
        })
        {
            var (_, verdict) = await made.Engine.OpenWholeAsync(message, made.Policy);
            Assert.True(verdict.ErrorCode == code, $"{what}: {verdict.ErrorCode} {verdict.Hint}");
            Assert.Null(verdict.SignerFingerprint);
        }
    }

    [Fact]
    public async Task A_signed_message_passes_where_encryption_is_not_required()
    {
        var policy = made.Policy with { RequireEncryption = false };
        var (onePass, literal, signature) = made.Sign("A1"u8.ToArray());
        foreach (var (message, code) in new (byte[], string?)[]
        {
            ([.. onePass, .. literal, .. signature], null),
            ([.. signature, .. literal], null),
            (ForeignPackets.Compressed([.. onePass, .. literal, .. signature]), null),
            ([.. Marker, .. onePass, .. literal, .. signature], null),
            ([.. onePass, .. literal, .. signature, .. literal], "F-PGP-08"),
            (onePass, "F-PGP-07"),
            ([.. onePass, .. literal], "F-PGP-07"),
            (literal, "F-PGP-03"),
        })
        {
            Assert.Equal(code, (await made.Engine.OpenWholeAsync(message, policy)).Verdict.ErrorCode);
        }
    }
}
