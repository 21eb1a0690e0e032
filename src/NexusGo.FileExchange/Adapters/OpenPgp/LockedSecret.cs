using System.Security.Cryptography;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>One secret key packet of a key file, as it lies there (RFC 9580, 5.5.3).</summary>
/// <remarks>
/// BouncyCastle decrypts it. Each packet is given to it alone, because its reader of whole files stops at a signature of algorithm 27. The
/// secrets of algorithms 25 and 27 are taken out of the packet here, because its own extraction does not know them.
/// </remarks>
internal sealed class LockedSecret
{
    private const int NativeBytes = 32;

    private readonly byte[] packet;
    private readonly SecretKeyPacket secret;

    private LockedSecret(PublicKey key, byte[] body)
    {
        Key = key;
        packet = PacketBytes.Packet(5, body);
        secret = (SecretKeyPacket)new BcpgInputStream(new MemoryStream(packet, writable: false)).ReadPacket();
    }

    /// <summary>The public half.</summary>
    public PublicKey Key { get; }

    /// <summary>The file says that the secret is kept elsewhere, as gpg does for a primary key that was taken off.</summary>
    public bool IsEmpty => secret.S2k?.Type == S2k.GnuDummyS2K;

    /// <summary>A passphrase is needed.</summary>
    public bool IsProtected => secret.S2kUsage != SecretKeyPacket.UsageNone && !IsEmpty;

    /// <summary>The newer way of protecting a secret key, which BouncyCastle does not open.</summary>
    public bool IsProtectedByAead => secret.S2kUsage == SecretKeyPacket.UsageAead;

    /// <summary>The secret keys of a file in their order.</summary>
    /// <exception cref="IOException">BouncyCastle cannot read one of them.</exception>
    /// <exception cref="MalformedPacketException">A packet does not end where it says.</exception>
    public static List<LockedSecret> Read(byte[] file)
    {
        var secrets = new List<LockedSecret>();
        foreach (var (tag, body) in KeyPackets.Read(file))
        {
            if (tag is 5 or 7 && PublicKey.Parse(body) is { } key)
            {
                secrets.Add(new LockedSecret(key, body));
            }
        }

        return secrets;
    }

    /// <exception cref="PgpException">The passphrase does not fit, or the packet is damaged or protected in a way that BouncyCastle does
    /// not know.</exception>
    public AsymmetricKeyParameter Unlock(byte[] passphrase)
    {
        switch (Key.Algorithm)
        {
            case KeyAlgorithm.X25519:
                return new X25519PrivateKeyParameters(Native(passphrase));
            case KeyAlgorithm.Ed25519:
                return new Ed25519PrivateKeyParameters(Native(passphrase));
            default:
                using (var ring = new MemoryStream(packet, writable: false))
                {
                    return new PgpSecretKeyRing(ring).GetSecretKey().ExtractPrivateKeyRaw(passphrase).Key;
                }
        }
    }

    /// <summary>The secret of algorithm 25 or 27: 32 bytes, then a SHA-1 hash or a sum of them.</summary>
    private byte[] Native(byte[] passphrase)
    {
        var clear = Decrypt(passphrase);
        var isHashed = secret.S2kUsage == SecretKeyPacket.UsageSha1;
        if (clear.Length != NativeBytes + (isHashed ? SHA1.HashSizeInBytes : 2))
        {
            throw new PgpException("The secret key has another length.");
        }

        var native = clear[..NativeBytes];
        var sum = native.Sum(b => b);
#pragma warning disable CA5350 // RFC 9580 defines this check with SHA-1.
        byte[] check = isHashed ? SHA1.HashData(native) : [(byte)(sum >> 8), (byte)sum];
#pragma warning restore CA5350
        var fits = CryptographicOperations.FixedTimeEquals(check, clear.AsSpan(NativeBytes));
        CryptographicOperations.ZeroMemory(clear);
        return fits ? native : throw new PgpException("The secret key does not fit its check.");
    }

    private byte[] Decrypt(byte[] passphrase)
    {
        switch (secret.S2kUsage)
        {
            case SecretKeyPacket.UsageNone:
                return secret.GetSecretKeyData();
            case SecretKeyPacket.UsageSha1 or SecretKeyPacket.UsageChecksum:
                var cipher = CipherUtilities.GetCipher(PgpUtilities.GetSymmetricCipherName(secret.EncAlgorithm) + "/CFB/NoPadding");
                cipher.Init(forEncryption: false,
                    new ParametersWithIV(PgpUtilities.MakeKeyFromPassPhraseRaw(secret.EncAlgorithm, secret.S2k, passphrase),
                    secret.GetIV()));
                return cipher.DoFinal(secret.GetSecretKeyData());
            default:
                throw new PgpException("The secret key is protected in a way that is not accepted.");
        }
    }
}
