using System.Security.Cryptography;
using NexusGo.FileExchange.Adapters.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

/// <summary>
/// OpenPGP writes numbers without zeros in front, so that one in 256 is shorter than its field. Every signature, session key and secret key
/// has to survive that.
/// </summary>
public sealed class NumberLengthTests : IDisposable
{
    /// <summary>At least so many; then until one was short.</summary>
    private const int Times = 150;

    /// <summary>By then one was short, or short ones are never made.</summary>
    private const int MostTimes = 20_000;

    private readonly string folder = Directory.CreateTempSubdirectory("numbers-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(OpenPgpKeyKind.Curve25519)]
    [InlineData(OpenPgpKeyKind.NistP256)]
    [InlineData(OpenPgpKeyKind.NistP384)]
    [InlineData(OpenPgpKeyKind.NistP521)]
    public async Task Signatures_with_short_numbers_fit(OpenPgpKeyKind kind)
    {
        using var keys = BureauSecretKeys.Load([await MakeAsync(kind)]);
        var signing = keys.Signing(keys.Find(Fingerprint)!, TimeProvider.System.GetUtcNow())!;
        var (digest, number) = kind switch { OpenPgpKeyKind.NistP521 => (HashAlgorithmName.SHA512, 10),
            OpenPgpKeyKind.NistP384 => (HashAlgorithmName.SHA384, 9), _ => (HashAlgorithmName.SHA256, 8) };
        var full = kind switch { OpenPgpKeyKind.NistP384 => 48, OpenPgpKeyKind.NistP521 => 66, _ => 32 };
        var shorter = 0;
        for (var n = 0; n < Times || (shorter == 0 && n < MostTimes); n++)
        {
            byte[] head = [4, 0, (byte)signing.Part.Key.Algorithm, (byte)number, 0, 6,
                .. PacketBytes.Subpacket(2, PacketBytes.UInt32((uint)n))];
            using var hash = IncrementalHash.CreateHash(digest);
            hash.AppendData(head);
            hash.AppendData([4, 0xff, .. PacketBytes.UInt32((uint)head.Length)]);
            var value = hash.GetHashAndReset();
            var numbers = signing.Sign(value, digest);
            shorter += numbers.Length < 4 + (2 * full) ? 1 : 0;

            using var check = IncrementalHash.CreateHash(digest);
            Assert.True(SignatureCheck.Fits(check, digest, SignaturePacket.Parse([.. head, 0, 0, value[0], value[1], .. numbers]),
                signing.Part.Key), Convert.ToHexString(numbers));
        }

        Assert.True(shorter > 0, "no short number among them");
    }

    [Theory]
    [InlineData(OpenPgpKeyKind.Curve25519)]
    [InlineData(OpenPgpKeyKind.NistP256)]
    [InlineData(OpenPgpKeyKind.NistP521)]
    [InlineData(OpenPgpKeyKind.Rsa3072)]
    public async Task Session_keys_open_whatever_the_numbers_around_them(OpenPgpKeyKind kind)
    {
        using var keys = BureauSecretKeys.Load([await MakeAsync(kind)]);
        var (part, _) = keys.Decrypting.Single();
        for (var n = 0; n < Times; n++)
        {
            // A session key may begin with zeros as well.
            var value = RandomNumberGenerator.GetBytes(32);
            value[0] = (byte)(n % 4 == 0 ? 0 : value[0]);
            using var key = new SessionKey(SessionKey.Aes256, value);
            var packet = SessionKeySealer.Seal(key, part.Part.Key);
            Assert.Equal(Convert.ToHexString(value), Convert.ToHexString(SessionKeyOpener.Open(part, packet.AsSpan(10))?.Value ?? []));
        }
    }

    [Fact]
    public void Secret_keys_with_short_numbers_are_unlocked()
    {
        var shorter = 0;
        for (var n = 0; n < Times || (shorter == 0 && n < MostTimes); n++)
        {
            var request = new OpenPgpKeyRequest { Name = "n", SecretKeyFile = "", CertificateFile = "" };
            var (file, _) = KeyMaterial.Generate(request, TimeProvider.System.GetUtcNow());
            var secrets = LockedSecret.Read(file);
            Assert.Equal(2, secrets.Count);
            shorter += file.AsSpan().IndexOf(secrets[0].Key.Body) is var at && file[at + secrets[0].Key.Body.Length + 1] == 0
                && file[at + secrets[0].Key.Body.Length + 2] <= 248 ? 1 : 0;
            var certificate = CertificateReader.Read(file)[0];
            foreach (var (secret, part) in secrets.Zip(certificate.Keys))
            {
                using var unlocked = new SecretPart(part, secret.Unlock([]));
                Assert.NotNull(unlocked.Part);
            }
        }

        Assert.True(shorter > 0, "no short number among them");
    }

    private string Fingerprint { get; set; } = "";

    private async Task<BureauKeyFile> MakeAsync(OpenPgpKeyKind kind)
    {
        var request = new OpenPgpKeyRequest { Name = "numbers", Kind = kind, SecretKeyFile = Path.Combine(folder, "s"),
            CertificateFile = Path.Combine(folder, "c") };
        Fingerprint = (await new OpenPgpKeys(TimeProvider.System).GenerateAsync(request, CancellationToken.None)).Fingerprint;
        return new BureauKeyFile(Fingerprint, request.SecretKeyFile);
    }
}
