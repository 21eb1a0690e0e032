using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;
using Org.BouncyCastle.Crypto.Parameters;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>
/// What programs of RFC 9580 make: version 4 keys with its algorithms are taken, version 6 is refused by its name (nasty cases 47, 76).
/// </summary>
public sealed class Rfc9580Tests : IAsyncDisposable
{
    private const string Text = "customer_ref;product_code\r\nA1;ID-STD\r\n";

    private static readonly string BureauFingerprint = FingerprintIn("bureau.public.asc");

    private readonly OpenPgpEngine engine;

    public Rfc9580Tests()
    {
        var ours = FingerprintIn("ours.secret.asc");
        engine = new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = [new BureauKeyFile(ours, PathOf("ours.secret.asc"))] },
            TimeProvider.System, NullLoggerFactory.Instance);
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task Nasty76_a_version_4_key_with_algorithms_25_and_27_signs_and_is_described()
    {
        var key = Assert.Single(await engine.InspectAsync(PathOf("person.public.asc"), CancellationToken.None));
        Assert.Equal(("ed25519/x25519", true, true, null), (key.Algorithm, key.CanSign, key.CanEncrypt, key.Weakness));

        var (clear, verdict) = await engine.OpenWholeAsync(File.ReadAllBytes(PathOf("sealed.pgp")),
            new OpenPgpPolicy { Signers = [new OpenPgpCertificate(key.Fingerprint, PathOf("person.public.asc"))] });
        Assert.Equal((null, key.Fingerprint), (verdict.ErrorCode, verdict.SignerFingerprint));
        Assert.Equal(Text, Encoding.UTF8.GetString(clear));
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
    [InlineData("bureau.secret.asc", false)]
    [InlineData("bureau.locked.asc", true)]
    public async Task Nasty76_a_key_of_ours_with_algorithms_25_and_27_opens_and_seals_with_and_without_passphrase(string file,
        bool isLocked)
    {
        await using var bureau = Bureau(file, isLocked ? "två ord åäö" : null);
        var own = new OpenPgpCertificate(BureauFingerprint, PathOf("bureau.public.asc"));
        var (clear, verdict) = await bureau.OpenWholeAsync(File.ReadAllBytes(PathOf("to-bureau.pgp")), BySender);
        Assert.Equal((null, BureauFingerprint), (verdict.ErrorCode, verdict.DecryptionFingerprint));
        // It was signed as text.
        Assert.Equal(Text.ReplaceLineEndings("\n"), Encoding.UTF8.GetString(clear));

        var message = new MemoryStream();
        await bureau.SealAsync(new MemoryStream([1, 2, 3]), message,
            new OpenPgpSealing { Recipients = [own], SignWith = BureauFingerprint }, CancellationToken.None);
        (clear, verdict) = await bureau.OpenWholeAsync(message.ToArray(), new OpenPgpPolicy { Signers = [own] });
        Assert.Equal(new OpenPgpVerdict(null, BureauFingerprint, BureauFingerprint, null), verdict.Bare());
        Assert.Equal([1, 2, 3], clear);
    }

    [Theory]
    [InlineData("bureau.locked.asc", null, "needs a passphrase")]
    [InlineData("bureau.locked.asc", "not it", "the right one?")]
    [InlineData("bureau.locked-by-aead.asc", "två ord åäö", "AEAD")]
    public async Task A_key_of_ours_that_stays_locked_says_why(string file, string? passphrase, string why)
    {
        await using var bureau = Bureau(file, passphrase);
        var failure = Assert.Throws<FileExchangeException>(bureau.Start);
        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("signed-by-six.pgp", "F-PGP-08", "version 6")]
    [InlineData("to-six.pgp", "F-PGP-02", "not encrypted to a key of ours")]
    [InlineData("aead.pgp", "F-PGP-08", "SEIPD version 2")]
    public async Task Nasty47_what_is_newer_than_version_4_is_refused_by_its_name(string message, string code, string hint)
    {
        await using var bureau = Bureau("bureau.secret.asc", null);
        var (_, verdict) = await (message == "aead.pgp" ? bureau : engine).OpenWholeAsync(File.ReadAllBytes(PathOf(message)), BySender);

        Assert.Equal(code, verdict.ErrorCode);
        Assert.Contains(hint, verdict.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_version_6_is_none_that_we_know() =>
        Assert.Empty(await engine.InspectAsync(PathOf("six.public.asc"), CancellationToken.None));

    private static OpenPgpPolicy BySender =>
        new() { Signers = [new OpenPgpCertificate(FingerprintIn("sender.public.asc"), PathOf("sender.public.asc"))] };

    private static OpenPgpEngine Bureau(string file, string? passphrase)
    {
        var variable = $"NEXUSGO_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(variable, passphrase);
        var own = new BureauKeyFile(BureauFingerprint, PathOf(file), passphrase is null
            ? null : new PassphraseSource(PassphraseKind.Environment, variable));
        return new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = [own] }, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private static string FingerprintIn(string file) => CertificateReader.Read(File.ReadAllBytes(PathOf(file)))[0].Fingerprint;

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "OpenPgp", "Rfc9580", name);
}
