using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Only the one literal that the signature covers is content (nasty case 101).</summary>
[Trait("Attack", "20.6 unsigned rows under a registered person's signature")]
public sealed class ForeignPacketTests(GnuPgLab lab) : IClassFixture<GnuPgLab>
{
    private const string Row = "x;EVIL-1;ID-STD;Eva;Evil;;HQ";

    [Theory]
    [InlineData("A1;ID-STD\r\n", true)]
    [InlineData("A1;ID-STD", true)]
    [InlineData("", true)]
    [InlineData("A1;ID-STD\r\n", false)]
    [InlineData("A1;ID-STD", false)]
    [InlineData("", false)]
    public async Task Nasty101_a_key_beside_the_signed_text_is_refused_wherever_it_stands(string text, bool requireSignature)
    {
        var policy = new OpenPgpPolicy { Signers = [lab.Customer], RequireSignature = requireSignature };
        var signed = lab.SignedPackets(Encoding.UTF8.GetBytes(text));
        Assert.Null((await lab.Engine.OpenWholeAsync(lab.Craft(signed), policy)).Verdict.ErrorCode);
        foreach (var (way, packets) in ForeignPackets.Ways(signed, ForeignPackets.KeyWith(lab, Row)))
        {
            var (clear, verdict) = await lab.Engine.OpenWholeAsync(lab.Craft(packets), policy);

            Assert.True(verdict.ErrorCode is "F-PGP-08" or "F-PGP-03" or "F-PGP-07", $"{way}: {verdict.ErrorCode ?? "accepted"}");
            Assert.False(Encoding.UTF8.GetString(clear).Contains("EVIL", StringComparison.Ordinal),
                $"{way}: {Encoding.UTF8.GetString(clear)}");
        }
    }

    [Fact]
    public async Task Nasty101_three_hundred_user_ids_are_no_three_hundred_rows()
    {
        var rows = Enumerable.Range(0, 300).Select(n => $"x;EVIL-{n};ID-STD;Eva;Evil;;HQ").ToArray();
        var message = lab.Craft(lab.SignedPackets("A1;ID-STD\r\n"u8.ToArray()), ForeignPackets.KeyWith(lab, rows));
        var (clear, verdict) = await lab.Engine.OpenWholeAsync(message, new OpenPgpPolicy { Signers = [lab.Customer] });

        Assert.NotNull(verdict.ErrorCode);
        Assert.DoesNotContain("EVIL", Encoding.UTF8.GetString(clear), StringComparison.Ordinal);
    }
}
