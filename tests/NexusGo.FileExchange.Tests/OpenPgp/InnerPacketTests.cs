using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>
/// What may be inside the encryption: one literal with its signatures, and nothing else in any place (nasty cases 49, 50, 87, 101).
/// </summary>
public sealed class InnerPacketTests(CraftedMessages made) : IClassFixture<CraftedMessages>
{
    private const string Evil = "EVIL-1;ID-STD;Eva;Evil;HQ\r\n";

    private static readonly byte[] Content = "A1;ID-STD\r\n"u8.ToArray();

    private static readonly byte[] EvilBytes = Encoding.UTF8.GetBytes(Evil);

    /// <summary>Packets that may stand in some OpenPGP sequence, by what they are.</summary>
    private Dictionary<string, byte[]> Alphabet()
    {
        var (onePass, literal, signature) = made.Sign(Content);
        return new Dictionary<string, byte[]>
        {
            ["one-pass"] = onePass,
            ["literal"] = literal,
            ["signature"] = signature,
            ["marker"] = OpenPgpPackets.Packet(10, [.. "PGP"u8]),
            ["second literal"] = OpenPgpPackets.Literal(Evil),
            ["reserved tag 0"] = OpenPgpPackets.Packet(0, EvilBytes),
            ["session key"] = made.ForUs(),
            ["passphrase"] = OpenPgpPackets.Packet(3, 4, 9, 0, 8),
            ["secret key"] = OpenPgpPackets.Packet(5, EvilBytes),
            ["public key"] = File.ReadAllBytes(made.Person.File) is var armoured
                ? OpenPgpPackets.First(Adapters.OpenPgp.KeyPackets.Binary(armoured)) : [],
            ["subkey"] = OpenPgpPackets.Packet(14, EvilBytes),
            ["empty compressed"] = ForeignPackets.Compressed([]),
            ["compressed literal"] = ForeignPackets.Compressed(OpenPgpPackets.Literal(Evil)),
            ["unprotected encrypted"] = OpenPgpPackets.Packet(9, EvilBytes),
            ["trust"] = OpenPgpPackets.Packet(12, EvilBytes),
            ["user id"] = OpenPgpPackets.Packet(13, EvilBytes),
            ["user attribute"] = OpenPgpPackets.Packet(17, EvilBytes),
            ["encrypted again"] = made.Protected(OpenPgpPackets.Literal(Evil)),
            ["integrity check"] = OpenPgpPackets.Packet(19, new byte[20]),
            ["AEAD"] = OpenPgpPackets.Packet(20, EvilBytes),
            ["padding"] = OpenPgpPackets.Packet(21, EvilBytes),
            ["unknown critical tag"] = OpenPgpPackets.Packet(39, EvilBytes),
            ["private tag"] = OpenPgpPackets.Packet(60, EvilBytes),
        };
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Attack", "20.6 unsigned rows under a registered person's signature")]
    public async Task Nasty101_of_five_thousand_sequences_only_the_legal_message_is_accepted(bool requireSignature)
    {
        var alphabet = Alphabet();
        var names = alphabet.Keys.ToArray();
        var random = new Random(20261130);
        var accepted = 0;
        for (var n = 0; n < 2500; n++)
        {
            // Half are a legal message with a change or two, half are anything.
            var sequence = n % 2 == 0 ? Change(["one-pass", "literal", "signature"], names, random)
                : [.. Enumerable.Range(0, random.Next(7)).Select(_ => names[random.Next(names.Length)])];
            var compressFrom = random.Next(sequence.Count + 1);
            var isCompressed = random.Next(3) == 0;
            byte[] packets = [.. sequence.SelectMany(name => alphabet[name])];
            var message = isCompressed
                ? made.Message([.. sequence.Take(compressFrom).SelectMany(name => alphabet[name])],
                ForeignPackets.Compressed([.. sequence.Skip(compressFrom).SelectMany(name => alphabet[name])]))
                : made.Message(packets);
            var isLegal = IsLegal(isCompressed ? [.. sequence.Skip(compressFrom)] : sequence, requireSignature, isCompressed)
                && (!isCompressed || sequence.Take(compressFrom).All(name => name == "marker"))
                && sequence.Count(name => name == "marker") <= 4;

            var (clear, verdict) = await made.Engine.OpenWholeAsync(message, made.Policy with { RequireSignature = requireSignature });

            var what = $"{string.Join(", ", sequence)}{(isCompressed ? $" (compressed from {compressFrom})" : "")}: "
                + $"{verdict.ErrorCode ?? "accepted"}";
            Assert.True(verdict.ErrorCode is null == isLegal, what);
            Assert.True(clear.Length == 0 || clear.AsSpan().SequenceEqual(Content) || (verdict.ErrorCode is not null
                && (sequence.Contains("second literal") || sequence.Contains("compressed literal"))) || isLegal, what);
            Assert.Equal(isLegal && sequence.Contains("signature") ? made.Person.Fingerprint : null, verdict.SignerFingerprint);
            accepted += isLegal ? 1 : 0;
        }

        Assert.InRange(accepted, 20, 1000);
    }

    [Fact]
    public async Task Nasty101_any_packet_of_the_alphabet_is_refused_in_every_place_of_a_signed_message()
    {
        var alphabet = Alphabet();
        foreach (var (name, packet) in alphabet.Where(one => one.Key != "marker"))
        {
            byte[][] signed = [alphabet["one-pass"], alphabet["literal"], alphabet["signature"]];
            for (var place = 0; place <= 3; place++)
            {
                byte[][] packets = [.. signed.Take(place), packet, .. signed.Skip(place)];
                foreach (var message in new[] { made.Message(packets),
                    made.Message(ForeignPackets.Compressed([.. packets.SelectMany(p => p)])) })
                {
                    foreach (var requireSignature in new[] { true, false })
                    {
                        var (clear, verdict) = await made.Engine.OpenWholeAsync(message,
                            made.Policy with { RequireSignature = requireSignature });
                        Assert.True(verdict.ErrorCode is not null, $"{name} in place {place}");
                        Assert.True(name is "second literal" or "compressed literal" || !Encoding.UTF8.GetString(clear)
                            .Contains("EVIL", StringComparison.Ordinal), $"{name} in place {place}");
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Nasty49_compression_is_nested_once_at_most()
    {
        var signedContent = made.SignedMessage(Content);
        Assert.Null(await CodeAsync(ForeignPackets.Compressed(signedContent)));
        Assert.Equal("F-PGP-08", await CodeAsync(ForeignPackets.Compressed(ForeignPackets.Compressed(signedContent))));
    }

    [Fact]
    public async Task Nasty87_four_signatures_are_taken_and_forty_thousand_are_refused_at_the_fifth()
    {
        var (onePass, literal, signature) = made.Sign(Content);
        byte[] Times(byte[] packet, int count) => [.. Enumerable.Repeat(packet, count).SelectMany(p => p)];
        Assert.Null(await CodeAsync(Times(onePass, 4), literal, Times(signature, 4)));
        await AssertRefusedCheaplyAsync(made.Message(Times(onePass, 5), literal, Times(signature, 5)), "F-PGP-08");
        foreach (var (_, message) in HostileMessages.Signatures(made, Content))
        {
            await AssertRefusedCheaplyAsync(message, "F-PGP-08");
        }
    }

    [Fact]
    public async Task Nasty50_no_packet_is_believed_about_its_length()
    {
        // Some kilobytes that would unpack to one packet of many megabytes.
        await AssertRefusedCheaplyAsync(HostileMessages.Unpacking(made), "F-PGP-08");
        foreach (var tag in new[] { 0, 2, 4, 6, 10, 12, 13, 21, 39, 60, 63 })
        {
            await AssertRefusedCheaplyAsync(made.Message(HostileMessages.Zlib([(byte)(0xc0 | tag), 255, 0x7f, 0xff, 0xff, 0xff], 1 << 20)));
        }

        // A signature whose subpackets claim more than there is, and one that is larger than any.
        await AssertRefusedCheaplyAsync(made.Message(OpenPgpPackets.Packet(2, [4, 0, 22, 8, 0, 6, 255, 0x7f, 0xff, 0xff, 0xff, 2, 0, 0])));
        await AssertRefusedCheaplyAsync(made.Message(OpenPgpPackets.Packet(2, new byte[400_000])));

        // Pieces of one byte.
        await AssertRefusedCheaplyAsync(made.Message([0xc8, .. Enumerable.Repeat(new byte[] { 0xe0, 0 }, 200_000).SelectMany(p => p), 0]));
    }

    [Theory]
    [InlineData("expired", "F-PGP-05", "has expired")]
    [InlineData("future", "F-PGP-03", "future")]
    [InlineData("critical notation", "F-PGP-03", "critical notation")]
    [InlineData("critical unknown", "F-PGP-03", "critical notation")]
    [InlineData("for others", "F-PGP-03", "another recipient")]
    [InlineData("for us", null, null)]
    [InlineData("notation", null, null)]
    [InlineData("standalone type", "F-PGP-03", "does not fit")]
    public async Task Each_fault_of_a_signature_has_its_true_cause(string what, string? code, string? hint)
    {
        byte[] notation = [0, 0, 0, 0, 0, 1, 0, 1, (byte)'n', (byte)'v'];
        var (onePass, literal, signature) = what switch
        {
            "expired" => made.Sign(Content, Subpacket(3, 0, 0, 0, 60), age: TimeSpan.FromHours(1)),
            "future" => made.Sign(Content, age: TimeSpan.FromDays(-2)),
            "critical notation" => made.Sign(Content, Subpacket(20 | 0x80, notation)),
            "critical unknown" => made.Sign(Content, Subpacket(99 | 0x80, 1)),
            "for others" => made.Sign(Content, Subpacket(35, [4, .. Convert.FromHexString(made.Person.Fingerprint)])),
            "for us" => made.Sign(Content, Subpacket(35, [4, .. Convert.FromHexString(made.Ours.Fingerprint)])),
            "notation" => made.Sign(Content, Subpacket(20, notation)),
            _ => made.Sign(Content, type: 2),
        };
        var (_, verdict) = await made.Engine.OpenWholeAsync(made.Message(onePass, literal, signature), made.Policy);

        Assert.Equal(code, verdict.ErrorCode);
        Assert.Contains(hint ?? "", verdict.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nasty47_version_6_is_refused_by_its_name()
    {
        var (onePass, literal, signature) = made.Sign(Content);
        foreach (var packets in new byte[][][]
        {
            [OpenPgpPackets.Packet(4, [6, .. new byte[60]]), literal, signature],
            [onePass, literal, OpenPgpPackets.Packet(2, [6, .. new byte[60]])],
        })
        {
            var (_, verdict) = await made.Engine.OpenWholeAsync(made.Message(packets), made.Policy);
            Assert.Equal("F-PGP-08", verdict.ErrorCode);
            Assert.Contains("version 6", verdict.Hint, StringComparison.Ordinal);
        }
    }

    private static byte[] Subpacket(int type, params byte[] content) => Adapters.OpenPgp.PacketBytes.Subpacket(type, content);

    private async Task<string?> CodeAsync(params byte[][] packets) => (await made.Engine.OpenWholeAsync(made.Message(packets), made.Policy))
        .Verdict.ErrorCode;

    private async Task AssertRefusedCheaplyAsync(byte[] message, string? code = null)
    {
        var source = new MemoryStream(message);
        await using var opened = await made.Engine.OpenAsync(source, made.Policy, CancellationToken.None);
        var (verdict, allocated) = Complete(opened);

        Assert.True(code is null ? verdict.ErrorCode is "F-PGP-08" or "F-PGP-07" or "F-PGP-03" : verdict.ErrorCode == code, $"{verdict}");
        Assert.InRange(allocated, 0, 32 << 20);
    }

    // A message in memory is read on one thread, so that nobody else's memory is counted.
    private static (OpenPgpVerdict Verdict, long Allocated) Complete(IOpenPgpMessage opened)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var completing = opened.CompleteAsync(CancellationToken.None).AsTask();
        Assert.True(completing.IsCompleted);
        return (completing.Result, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static List<string> Change(List<string> sequence, string[] names, Random random)
    {
        for (var changes = random.Next(3); changes > 0; changes--)
        {
            var place = random.Next(sequence.Count + 1);
            switch (random.Next(3))
            {
                case 0:
                    sequence.Insert(place, names[random.Next(names.Length)]);
                    break;
                case 1 when place < sequence.Count:
                    sequence.RemoveAt(place);
                    break;
                case 2 when place < sequence.Count:
                    sequence[place] = names[random.Next(names.Length)];
                    break;
            }
        }

        return sequence;
    }

    /// <summary>RFC 9580, 10.3, without encryption and with one content that is not compressed: markers say nothing.</summary>
    private static bool IsLegal(IReadOnlyList<string> sequence, bool requireSignature, bool isCompressed) =>
        string.Join(' ', sequence.SkipWhile(name => name == "marker")) switch
    {
        "one-pass literal signature" or "signature literal" or "signature signature literal"
            or "one-pass one-pass literal signature signature" => true,
        "literal" or "second literal" => !requireSignature,
        "compressed literal" => !requireSignature && !isCompressed,
        _ => false,
    };
}
