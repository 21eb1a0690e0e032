using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;
using Xunit;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// Our engine on one side, the real gpg with keys made on the spot on the other. Our keys date from 2019, so that people could still use
/// keys that have expired.
/// </summary>
public sealed class GnuPgLab : IOpenPgpLab, IAsyncLifetime
{
    private const string When2019 = "20190601T120000";

    private readonly Dictionary<(OpenPgpSample, int), byte[]> made = [];
    private string revokedFingerprint = "";

    public IOpenPgp Engine { get; private set; } = null!;
    public IOpenPgp CustomerEngine { get; private set; } = null!;
    public OpenPgpCertificate Ours { get; private set; } = null!;
    public OpenPgpCertificate Previous { get; private set; } = null!;
    public OpenPgpCertificate Customer { get; private set; } = null!;
    public OpenPgpCertificate Expired { get; private set; } = null!;
    public OpenPgpCertificate Revoked { get; private set; } = null!;
    public OpenPgpCertificate Stranger { get; private set; } = null!;
    public string OurSecretKeyFile { get; private set; } = "";

    /// <summary>The office's gpg, which holds our secret keys.</summary>
    public GpgHome Office { get; } = new();

    /// <summary>The customer's gpg; certificates of everybody else, secret keys of its people.</summary>
    public GpgHome People { get; } = new();

    public Task InitializeAsync()
    {
        Ours = Office.Export(Office.Generate("ours", options: ["--faked-system-time", "20190101T000000"]));
        Previous = Office.Export(Office.Generate("previous", GpgHome.Rsa(3072), options: ["--faked-system-time", "20190101T000000"]));
        People.Import(Ours, Previous);
        Customer = People.Export(People.Generate("customer"));
        Stranger = People.Export(People.Generate("stranger"));
        Expired = People.Export(People.Generate("expired", expires: "30d", options: ["--faked-system-time", When2019]));
        revokedFingerprint = People.Generate("revoked");
        Revoked = People.Revoke(revokedFingerprint);
        OurSecretKeyFile = Office.ExportSecret(Ours.Fingerprint);
        Engine = new OpenPgpEngine(new OpenPgpEngineOptions
        {
            OwnKeys = [new BureauKeyFile(Ours.Fingerprint, OurSecretKeyFile),
                new BureauKeyFile(Previous.Fingerprint, Office.ExportSecret(Previous.Fingerprint))],
        }, TimeProvider.System, NullLoggerFactory.Instance);
        CustomerEngine = new OpenPgpEngine(new OpenPgpEngineOptions
        {
            OwnKeys = [new BureauKeyFile(Customer.Fingerprint, People.ExportSecret(Customer.Fingerprint))],
        }, TimeProvider.System, NullLoggerFactory.Instance);
        return Task.CompletedTask;
    }

    /// <summary>A folder for large files of tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("lab-").FullName;

    public async Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        await DisposeAsync(Engine);
        await DisposeAsync(CustomerEngine);
        Office.Dispose();
        People.Dispose();
    }

    private static ValueTask DisposeAsync(IOpenPgp? engine) => engine is IAsyncDisposable disposable ? disposable.DisposeAsync() : default;

    public ValueTask<byte[]> MakeAsync(OpenPgpSample sample, byte[] clear)
    {
        if (!made.TryGetValue((sample, clear.Length), out var message))
        {
            made[(sample, clear.Length)] = message = Make(sample, clear);
        }

        return ValueTask.FromResult(message);
    }

    /// <summary>A message to our key around packets of one's own choice.</summary>
    public byte[] Craft(params byte[][] packets)
    {
        var carrier = People.Run([1], "--batch", "-r", Ours.Fingerprint, "--encrypt");
        return [.. OpenPgpPackets.First(carrier), .. OpenPgpPackets.Protected(OpenPgpPackets.SessionKey(Office, carrier), packets)];
    }

    /// <summary>The packets of a signed text: one-pass signature, literal, signature.</summary>
    public byte[] SignedPackets(byte[] clear) => People.Run(clear, "--batch", "-u", Customer.Fingerprint, "-z", "0", "--sign");

    private byte[] Make(OpenPgpSample sample, byte[] clear)
    {
        var ours = Ours.Fingerprint;
        byte[] Good(params string[] options) => People.Seal(clear, Customer.Fingerprint, ours, options);
        switch (sample)
        {
            case OpenPgpSample.GoodArmoured:
                return Good("--armor");
            case OpenPgpSample.ToPreviousKey:
                return People.Seal(clear, Customer.Fingerprint, Previous.Fingerprint);
            case OpenPgpSample.EncryptedOnly:
                return People.Run(clear, "--batch", "-r", ours, "--encrypt");
            case OpenPgpSample.SignedOnly:
                return People.Run(clear, "--batch", "-u", Customer.Fingerprint, "--sign");
            case OpenPgpSample.NotForUs:
                return People.Seal(clear, Customer.Fingerprint, Stranger.Fingerprint);
            case OpenPgpSample.ByStranger:
                return People.Seal(clear, Stranger.Fingerprint, ours);
            case OpenPgpSample.ByExpiredKey:
                return People.Seal(clear, Expired.Fingerprint, ours, "--faked-system-time", When2019);
            case OpenPgpSample.ByRevokedKey:
                return People.Seal(clear, revokedFingerprint, ours);
            case OpenPgpSample.NoIntegrity:
                return Good("--rfc2440", "--disable-mdc", "--cipher-algo", "AES");
            case OpenPgpSample.WeakDigest:
                return Good("--digest-algo", "SHA1");
            case OpenPgpSample.TwoContents:
                return Craft(SignedPackets(clear), OpenPgpPackets.Literal("second"));
            case OpenPgpSample.TrailingData:
                return [.. Good(), .. OpenPgpPackets.Literal("after")];
            case OpenPgpSample.Truncated:
                return Good()[..^20];
            case OpenPgpSample.ByteChanged:
                var changed = Good();
                changed[changed.Length / 2] ^= 1;
                return changed;
            default:
                return Good();
        }
    }
}
