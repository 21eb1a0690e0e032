using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// Keys of ours and of a person made in this process, and messages put together from packets of one's own choice. No other program is
/// needed.
/// </summary>
public sealed class CraftedMessages : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("crafted-").FullName;
    private readonly BureauSecretKeys person;
    private readonly SessionKey sessionKey = new(SessionKey.Aes256, RandomNumberGenerator.GetBytes(32));
    private readonly PublicKey ours;

    public CraftedMessages()
        : this(null)
    {
    }

    private CraftedMessages(string? bureauCertificate)
    {
        var our = Make("ours", OpenPgpKeyKind.Curve25519);
        Person = Make("person", OpenPgpKeyKind.Curve25519);
        Ours = our;
        Engine = new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = [SecretOf(our)] }, TimeProvider.System, NullLoggerFactory.Instance);
        person = BureauSecretKeys.Load([SecretOf(Person)]);
        ours = CertificateReader.Read(File.ReadAllBytes(bureauCertificate ?? our.File))[0].Keys[1].Key;
    }

    /// <summary>Messages to another key than the one that is made here and that the engine has.</summary>
    /// <param name="bureauCertificate">File of its certificate.</param>
    public static CraftedMessages For(string bureauCertificate) => new(bureauCertificate);

    public OpenPgpEngine Engine { get; }

    public OpenPgpCertificate Ours { get; }

    public OpenPgpCertificate Person { get; }

    public OpenPgpPolicy Policy => new() { Signers = [Person] };

    /// <summary>A session key packet for our key.</summary>
    public byte[] ForUs() => PacketBytes.Packet(1, SessionKeySealer.Seal(sessionKey, ours));

    /// <summary>The same without our key's id.</summary>
    public byte[] ForSomebody()
    {
        var body = SessionKeySealer.Seal(sessionKey, ours);
        body.AsSpan(1, 8).Clear();
        return PacketBytes.Packet(1, body);
    }

    /// <summary>The integrity-protected packet around packets of one's own choice.</summary>
    public byte[] Protected(params byte[][] packets) => OpenPgpPackets.Protected(sessionKey.Value, packets);

    /// <summary>A whole message to our key.</summary>
    public byte[] Message(params byte[][] packets) => [.. ForUs(), .. Protected(packets)];

    /// <summary>One-pass signature, literal and signature of the person over a text, each a packet.</summary>
    /// <param name="content">The signed content.</param>
    /// <param name="hashed">More hashed subpackets.</param>
    /// <param name="type">Type of the signature: 0 = binary, 1 = text.</param>
    /// <param name="age">How long ago it was made.</param>
    public (byte[] OnePass, byte[] Literal, byte[] Signature) Sign(byte[] content, byte[]? hashed = null, int type = 0,
        TimeSpan age = default)
    {
        var signing = person.Signing(person.Find(Person.Fingerprint)!, TimeProvider.System.GetUtcNow())!;
        var key = signing.Part.Key;
        byte[] area =
        [
            .. PacketBytes.Subpacket(2, PacketBytes.UInt32((uint)(TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds())),
            .. PacketBytes.Subpacket(33, [4, .. key.FingerprintBytes]), .. hashed ?? [],
        ];
        byte[] head = [4, (byte)type, (byte)key.Algorithm, Digests.Sha256, (byte)(area.Length >> 8), (byte)area.Length, .. area];
        var value = SHA256.HashData([.. content, .. head, 4, 0xff, .. PacketBytes.UInt32((uint)head.Length)]);
        return (PacketBytes.Packet(4, [3, (byte)type, Digests.Sha256, (byte)key.Algorithm, .. key.FingerprintBytes.AsSpan(12), 1]),
            PacketBytes.Packet(11, [(byte)'b', 0, 0, 0, 0, 0, .. content]),
            PacketBytes.Packet(2, [.. head, 0, 0, value[0], value[1], .. signing.Sign(value, HashAlgorithmName.SHA256)]));
    }

    /// <summary>The packets of <see cref="Sign"/> one after the other.</summary>
    public byte[] SignedMessage(byte[] content)
    {
        var (onePass, literal, signature) = Sign(content);
        return [.. onePass, .. literal, .. signature];
    }

    public void Dispose()
    {
        person.Dispose();
        Engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    private OpenPgpCertificate Make(string name, OpenPgpKeyKind kind)
    {
        var request = new OpenPgpKeyRequest { Name = name, Kind = kind, SecretKeyFile = Path.Combine(folder, name + ".sec"),
            CertificateFile = Path.Combine(folder, name + ".pub") };
        var info = new OpenPgpKeys(TimeProvider.System).GenerateAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        return new OpenPgpCertificate(info.Fingerprint, request.CertificateFile);
    }

    private BureauKeyFile SecretOf(OpenPgpCertificate certificate) =>
        new(certificate.Fingerprint, Path.ChangeExtension(certificate.File, ".sec"));
}
