using System.Globalization;
using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Hundreds of gpg's own signatures and session keys: about one in 256 of their numbers is shorter than its field.</summary>
public sealed class GpgNumberTests(GnuPgLab lab) : IClassFixture<GnuPgLab>
{
    private const int Each = 130;

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("ed25519")]
    [InlineData("rsa3072")]
    [InlineData("nistp256")]
    [InlineData("nistp521")]
    public async Task Messages_of_gpg_open_whatever_the_length_of_their_numbers(string kind)
    {
        var signer = lab.People.Export(lab.People.Generate("numbers-" + kind,
            kind switch { "ed25519" => GpgHome.Curve25519, "rsa3072" => GpgHome.Rsa(3072), _ => GpgHome.Nist(kind) }));
        for (var n = 0; n < Each; n++)
        {
            var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"A{n};ID-STD\r\n"));
            var recipient = n % 2 == 0 ? lab.Ours : lab.Previous;
            var message = lab.People.Seal(text, signer.Fingerprint, recipient.Fingerprint);
            var (clear, verdict) = await lab.Engine.OpenWholeAsync(message, new OpenPgpPolicy { Signers = [signer] });

            Assert.True(verdict.ErrorCode is null && clear.AsSpan().SequenceEqual(text), $"{n}: {verdict} {Convert.ToHexString(message)}");
        }
    }
}
