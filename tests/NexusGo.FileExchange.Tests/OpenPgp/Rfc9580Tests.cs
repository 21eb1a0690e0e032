using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;
using Org.BouncyCastle.Crypto.Parameters;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>What programs of RFC 9580 make: version 4 keys with its algorithms are taken, version 6 is refused by its name (nasty cases 47, 76).</summary>
public sealed class Rfc9580Tests : IAsyncDisposable
{
    private readonly OpenPgpEngine engine;

    public Rfc9580Tests()
    {
        var ours = CertificateReader.Read(File.ReadAllBytes(PathOf("ours.secret.asc")))[0].Fingerprint;
        engine = new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = [new BureauKeyFile(ours, PathOf("ours.secret.asc"))] }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task Nasty76_a_version_4_key_with_algorithms_25_and_27_signs_and_is_described()
    {
        var key = Assert.Single(await engine.InspectAsync(PathOf("person.public.asc"), CancellationToken.None));
        Assert.Equal(("ed25519/x25519", true, true, null), (key.Algorithm, key.CanSign, key.CanEncrypt, key.Weakness));

        var (clear, verdict) = await engine.OpenWholeAsync(File.ReadAllBytes(PathOf("sealed.pgp")), new OpenPgpPolicy { Signers = [new OpenPgpCertificate(key.Fingerprint, PathOf("person.public.asc"))] });
        Assert.Equal((null, key.Fingerprint), (verdict.ErrorCode, verdict.SignerFingerprint));
        Assert.Equal("customer_ref;product_code\r\nA1;ID-STD\r\n", Encoding.UTF8.GetString(clear));
    }

    [Fact]
    public void Nasty76_a_session_key_for_algorithm_25_opens_with_its_secret()
    {
        var secret = new X25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(32));
        byte[] body = [4, 0, 0, 0, 1, 25, .. secret.GeneratePublicKey().GetEncoded()];
        var recipient = PublicKey.Parse(body)!;
        using var part = new SecretPart(new CertificateKey(recipient), secret);
        using var key = new SessionKey(SessionKey.Aes256, RandomNumberGenerator.GetBytes(32));

        var opened = SessionKeyOpener.Open(part, SessionKeySealer.Seal(key, recipient).AsSpan(10));

        Assert.Equal((SessionKey.Aes256, Convert.ToHexString(key.Value)), (opened!.Cipher, Convert.ToHexString(opened.Value)));
    }

    [Theory]
    [InlineData("signed-by-six.pgp", "version 6")]
    public async Task Nasty47_version_6_is_refused_by_its_name(string message, string hint)
    {
        var person = (await engine.InspectAsync(PathOf("person.public.asc"), CancellationToken.None))[0].Fingerprint;
        var (_, verdict) = await engine.OpenWholeAsync(File.ReadAllBytes(PathOf(message)), new OpenPgpPolicy { Signers = [new OpenPgpCertificate(person, PathOf("person.public.asc"))] });

        Assert.Equal("F-PGP-08", verdict.ErrorCode);
        Assert.Contains(hint, verdict.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_version_6_is_none_that_we_know() =>
        Assert.Empty(await engine.InspectAsync(PathOf("six.public.asc"), CancellationToken.None));

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "OpenPgp", "Rfc9580", name);
}
