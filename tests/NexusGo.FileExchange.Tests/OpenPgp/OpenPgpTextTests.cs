using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>The sniffer and the armour: everything that is read from text.</summary>
public sealed class OpenPgpTextTests
{
    [Theory]
    [InlineData("customer_ref;first_name\r\n", OpenPgpShape.None)]
    [InlineData("\uFEFFkund;förnamn\r\n", OpenPgpShape.None)]
    [InlineData("", OpenPgpShape.None)]
    [InlineData("-----BEGIN PGP MESSAGE-----\r\n\r\n", OpenPgpShape.Armoured)]
    [InlineData("\r\n\uFEFF", OpenPgpShape.None)]
    [InlineData("\uFEFF \r\n-----BEGIN PGP MESSAGE-----\n", OpenPgpShape.Armoured)]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\n", OpenPgpShape.ClearSigned)]
    [InlineData("-----BEGIN PGP PUBLIC KEY BLOCK-----\n", OpenPgpShape.Key)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\n", OpenPgpShape.None)]
    public void Nasty44_text_is_told_by_its_first_line(string head, OpenPgpShape expected) =>
        Assert.Equal(expected, OpenPgpSniffer.Sniff(Encoding.UTF8.GetBytes(head)));

    [Theory]
    [InlineData("845E03FAB8CCC07CA73A1A12", true)]
    [InlineData("C1C02C0300000000000000000102", true)]
    [InlineData("D2ED0111111111111111111111", true)]
    [InlineData("A30101", false)]
    [InlineData("900D03000813FAB8CCC07CA73A1A12", false)]
    [InlineData("CA03504750", null)]
    [InlineData("", null)]
    public void A_message_says_with_its_first_packet_whether_it_is_encrypted(string head, bool? expected)
    {
        var bytes = Convert.FromHexString(head);
        Assert.Equal(expected, OpenPgpSniffer.IsEncrypted(bytes));
        if (bytes.Length > 2)
        {
            var armoured =
                $"\uFEFF\r\n-----BEGIN PGP MESSAGE-----\r\nVersion: 1\r\nComment: a - b\r\n \r\n{Convert.ToBase64String(bytes)}\r\n";
            Assert.Equal(expected, OpenPgpSniffer.IsEncrypted(Encoding.UTF8.GetBytes(armoured)));
            Assert.Null(OpenPgpSniffer.IsEncrypted(Encoding.UTF8.GetBytes(armoured[..40])));
        }
    }

    [Theory]
    [InlineData("840C03 0000", OpenPgpShape.None)]
    [InlineData("845E03FAB8CCC07CA73A1A12", OpenPgpShape.Binary)]
    [InlineData("85018C0377293766CAFDBD56", OpenPgpShape.Binary)]
    [InlineData("C15E0300000000000000001201", OpenPgpShape.Binary)]
    [InlineData("C1C02C0300000000000000000102", OpenPgpShape.Binary)]
    [InlineData("D2ED0111111111111111111111", OpenPgpShape.Binary)]
    [InlineData("A30101", OpenPgpShape.Binary)]
    [InlineData("504B030414000000", OpenPgpShape.None)]
    [InlineData("FFD8FFE000104A464946", OpenPgpShape.None)]
    [InlineData("89504E470D0A1A0A", OpenPgpShape.None)]
    [InlineData("FFFE63007500", OpenPgpShape.None)]
    // Windows-1252 text whose first letter has the bit of a packet tag: "Ärende;", "Åsa;", "Ö;", "École;".
    [InlineData("C472656E64653B", OpenPgpShape.None)]
    [InlineData("C573613B", OpenPgpShape.None)]
    [InlineData("D63B413B42", OpenPgpShape.None)]
    [InlineData("C9636F6C653B41", OpenPgpShape.None)]
    [InlineData("C9630F1C653B41", OpenPgpShape.Binary)]
    public void Nasty44_binary_is_told_by_its_first_packet(string hex, OpenPgpShape expected)
    {
        var head = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(hex.Contains(' ', StringComparison.Ordinal) ? OpenPgpShape.Binary : expected, OpenPgpSniffer.Sniff(head));
    }

    [Fact]
    public void No_first_bytes_upset_the_sniffer() =>
        Check.QuickThrowOnFailure(Prop.ForAll<byte[]>(head =>
            OpenPgpSniffer.LooksLikeOpenPgp(head) == (OpenPgpSniffer.Sniff(head) != OpenPgpShape.None)));

    [Fact]
    public void Nasty44_armour_of_any_length_in_any_pieces_gives_its_bytes()
    {
        foreach (var length in new[] { 1, 2, 3, 47, 48, 49, 1000 })
        {
            var content = RandomNumberGenerator.GetBytes(length);
            var lines = Convert.ToBase64String(content).Chunk(64).Select(line => new string(line));
            var text = $"-----BEGIN PGP MESSAGE-----\nVersion: 1\nComment: - = -\n\n{string.Join('\n', lines)}\n=abcd\n-----END PGP "
                + $"MESSAGE-----\n";
            foreach (var variant in new[] { text, text.ReplaceLineEndings("\r\n") })
            {
                foreach (var pieces in new[] { 1, 3, 64, 5000 })
                {
                    var (binary, refusal) = Decode(variant, pieces);
                    Assert.Null(refusal);
                    Assert.Equal(content, binary);
                }
            }
        }
    }

    [Theory]
    [InlineData("AAAA\n", "F-PGP-07")]
    [InlineData("AAAA\n-----END PGP", "F-PGP-07")]
    [InlineData("AAA\n-----END PGP MESSAGE-----\n", "F-PGP-07")]
    [InlineData("AA!A\n-----END PGP MESSAGE-----\n", "F-PGP-07")]
    [InlineData("AA==\nAAAA\n-----END PGP MESSAGE-----\n", "F-PGP-07")]
    [InlineData("AAAA\n-----END PGP SIGNATURE-----\n", "F-PGP-07")]
    [InlineData("AAAA\n-----END PGP MESSAGE-----\nmore", "F-PGP-07")]
    [InlineData("AAAA\n-----END PGP MESSAGE-----\n-----BEGIN PGP MESSAGE-----\n", "F-PGP-08")]
    public void Bad_armour_is_refused(string body, string code)
    {
        foreach (var pieces in new[] { 1, 1000 })
        {
            Assert.Equal(code, Decode("-----BEGIN PGP MESSAGE-----\n\n" + body, pieces).Refusal?.Code);
        }
    }

    private static (byte[] Binary, Refusal? Refusal) Decode(string text, int pieceLength)
    {
        var reader = new ArmourReader();
        var binary = new MemoryStream();
        foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(pieceLength))
        {
            var decoded = new byte[piece.Length + 3];
            binary.Write(decoded, 0, reader.Decode(piece, decoded));
        }

        return (binary.ToArray(), reader.Finish());
    }
}
