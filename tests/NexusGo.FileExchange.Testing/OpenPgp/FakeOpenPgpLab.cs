using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>Both sides with the toy engine.</summary>
public sealed class FakeOpenPgpLab : IOpenPgpLab, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("toy-pgp-").FullName;

    public FakeOpenPgpLab()
    {
        Ours = FakeKey.Write(folder, "ours");
        Previous = FakeKey.Write(folder, "previous");
        Customer = FakeKey.Write(folder, "customer");
        Expired = FakeKey.Write(folder, "expired", expires: DateTimeOffset.UnixEpoch.AddDays(1));
        Revoked = FakeKey.Write(folder, "revoked", revoked: true);
        Stranger = FakeKey.Write(folder, "stranger");
        OurSecretKeyFile = FakeKey.Write(folder, "ours", secret: true).File;
        Engine = new FakeOpenPgp([Ours.Fingerprint, Previous.Fingerprint], TimeProvider.System);
        CustomerEngine = new FakeOpenPgp([Customer.Fingerprint], TimeProvider.System);
    }

    public IOpenPgp Engine { get; }
    public IOpenPgp CustomerEngine { get; }
    public OpenPgpCertificate Ours { get; }
    public OpenPgpCertificate Previous { get; }
    public OpenPgpCertificate Customer { get; }
    public OpenPgpCertificate Expired { get; }
    public OpenPgpCertificate Revoked { get; }
    public OpenPgpCertificate Stranger { get; }
    public string OurSecretKeyFile { get; }

    /// <summary>A toy message; also for tests of other rooms that need a sender.</summary>
    public ValueTask<byte[]> MakeAsync(OpenPgpSample sample, byte[] clear)
    {
        IReadOnlyList<string> to = sample switch
        {
            OpenPgpSample.SignedOnly => [],
            OpenPgpSample.NotForUs => [Stranger.Fingerprint],
            OpenPgpSample.ToPreviousKey => [Previous.Fingerprint],
            _ => [Ours.Fingerprint],
        };
        var by = sample switch
        {
            OpenPgpSample.EncryptedOnly => null,
            OpenPgpSample.ByStranger => Stranger.Fingerprint,
            OpenPgpSample.ByExpiredKey => Expired.Fingerprint,
            OpenPgpSample.ByRevokedKey => Revoked.Fingerprint,
            _ => Customer.Fingerprint,
        };
        var flaw = sample is OpenPgpSample.NoIntegrity or OpenPgpSample.WeakDigest or OpenPgpSample.TwoContents
            or OpenPgpSample.TrailingData
            ? sample.ToString() : "";
        var bytes = new ToyMessage(to, by, flaw, clear).ToBytes();
        switch (sample)
        {
            case OpenPgpSample.Truncated:
                bytes = bytes[..^(bytes.Length / 4)];
                break;
            case OpenPgpSample.ByteChanged:
                bytes[^40] ^= 1;
                break;
        }

        return ValueTask.FromResult(bytes);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
