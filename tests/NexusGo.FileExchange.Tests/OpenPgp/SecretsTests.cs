using System.Security.Cryptography;
using NexusGo.FileExchange.Adapters.OpenPgp;
using Org.BouncyCastle.Crypto.Parameters;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>Secrets are gone after use, and nothing prints them.</summary>
public sealed class SecretsTests
{
    [Fact]
    public void A_session_key_is_zeros_after_use_and_prints_nothing()
    {
        var value = RandomNumberGenerator.GetBytes(32);
        var key = new SessionKey(SessionKey.Aes256, value);
        Assert.DoesNotContain(Convert.ToHexString(value), $"{key}", StringComparison.OrdinalIgnoreCase);

        key.Dispose();

        Assert.Equal(new byte[32], value);
    }

    [Fact]
    public void A_secret_key_of_ours_neither_signs_nor_agrees_any_more_after_use()
    {
        var ed25519 = new Ed25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(32));
        var signing = new SecretPart(Part(27, ed25519.GeneratePublicKey().GetEncoded()), ed25519);
        var x25519 = new X25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(32));
        var opening = new SecretPart(Part(25, x25519.GeneratePublicKey().GetEncoded()), x25519);
        var (hash, point) = (SHA256.HashData([1]), new X25519PrivateKeyParameters(RandomNumberGenerator.GetBytes(32)).GeneratePublicKey()
            .GetEncoded());
        var (signature, shared) = (signing.Sign(hash, HashAlgorithmName.SHA256), opening.Agree(point));

        signing.Dispose();
        opening.Dispose();

        // What is left signs and agrees as a key of zeros does.
        Assert.NotEqual(signature, signing.Sign(hash, HashAlgorithmName.SHA256));
        Assert.NotEqual(shared, opening.Agree(point));
        using var zeros = new SecretPart(signing.Part, new Ed25519PrivateKeyParameters(new byte[32]));
        Assert.Equal(zeros.Sign(hash, HashAlgorithmName.SHA256), signing.Sign(hash, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_request_for_a_key_prints_no_passphrase() =>
        Assert.DoesNotContain("hemligt",
            $"{new OpenPgpKeyRequest { Name = "n", Passphrase = "hemligt", SecretKeyFile = "s", CertificateFile = "c" }}",
            StringComparison.Ordinal);

    private static CertificateKey Part(byte algorithm, byte[] point) => new(PublicKey.Parse([4, 0, 0, 0, 1, algorithm, .. point])!);
}
