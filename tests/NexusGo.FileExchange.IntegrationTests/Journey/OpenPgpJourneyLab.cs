using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>A bureau with two keys and a customer with people: kim orders and approves, robin too, pat may only block.</summary>
public sealed class OpenPgpJourneyLab : IAsyncLifetime
{
    public const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    public GnuPgLab Keys { get; } = new();

    public OpenPgpCertificate Robin { get; private set; } = null!;

    public OpenPgpCertificate Pat { get; private set; } = null!;

    public OpenPgpCertificate Kim => Keys.Customer;

    /// <summary>The current key first.</summary>
    public IReadOnlyList<BureauKeyFile> OwnKeys { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Keys.InitializeAsync();
        Robin = Keys.People.Export(Keys.People.Generate("robin"));
        Pat = Keys.People.Export(Keys.People.Generate("pat"));
        OwnKeys = [new BureauKeyFile(Keys.Ours.Fingerprint, Keys.OurSecretKeyFile),
            new BureauKeyFile(Keys.Previous.Fingerprint, Keys.Office.ExportSecret(Keys.Previous.Fingerprint))];
    }

    public Task DisposeAsync() => Keys.DisposeAsync();

    /// <summary>A worker whose customer must encrypt and sign.</summary>
    public ExchangeRig Rig(string connectionString, string customer, Func<CustomerProfile, CustomerProfile>? change = null) =>
        ExchangeRig.Create(connectionString, customer, profile =>
        {
            // People sign by the machine's clock, and rigs move theirs by months.
            var agreed = profile with { Pgp = new PgpSettings { MaxSignatureAge = TimeSpan.FromDays(3660) }, People = People() };
            return change?.Invoke(agreed) ?? agreed;
        }, ownKeys: OwnKeys);

    public byte[] Seal(string clear, OpenPgpCertificate? signer = null, params string[] options) =>
        Keys.People.Seal(Encoding.UTF8.GetBytes(clear), (signer ?? Kim).Fingerprint, Keys.Ours.Fingerprint, options);

    /// <summary>What the customer's own gpg makes of a sealed answer; it must be signed by us.</summary>
    public byte[] Open(byte[] message)
    {
        var (clear, said) = Keys.People.RunAll(message, "--batch", "--status-fd", "2", "--decrypt");
        Assert.Contains($"VALIDSIG {Keys.Ours.Fingerprint}", said, StringComparison.Ordinal);
        return clear;
    }

    public static string Rows(params string[] references) =>
        Header + string.Concat(references.Select(reference => $"{reference};ID-STD;Åsa;Öberg;;HQ\r\n"));

    private PersonSettings[] People() =>
    [
        new() { Id = "kim", CertificateFile = Kim.File, Rights = [PersonRight.Order, PersonRight.Approve] },
        new() { Id = "robin", CertificateFile = Robin.File, Rights = [PersonRight.Order, PersonRight.Approve] },
        new() { Id = "pat", CertificateFile = Pat.File, Rights = [PersonRight.Block] },
        new() { Id = "old", CertificateFile = Keys.Expired.File, Rights = [PersonRight.Order] },
        new() { Id = "gone", CertificateFile = Keys.Revoked.File, Rights = [PersonRight.Order] },
    ];
}
