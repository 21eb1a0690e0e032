using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Tests.Worker;

[Trait("Attack", "20.7 replay and purpose of signed messages")]
public sealed class SharedCertificateTests
{
    [Fact]
    public void A_persons_certificate_in_two_customers_files_is_warned_about_at_both()
    {
        KeysAtPlace[] places = [At("ACME", 'A'), At("ACME", 'B'), At("OTHER", 'B'), At("THIRD", 'C'), At("THIRD", 'C'),
            At("ACME", 'D', KeyUse.Answers), At("OTHER", 'D', KeyUse.Answers)];
        var found = KeyInventory.SharedBetweenCustomers(places).ToList();
        Assert.Equal([("ACME", KeySeverity.Warning), ("OTHER", KeySeverity.Warning)], found.Select(one => (one.Owner, one.Severity)));
        Assert.All(found, one => Assert.Equal(new string('B', 40), one.Fingerprint));
        Assert.Contains("customer OTHER has as well", found[0].What.ToString(), StringComparison.Ordinal);
    }

    private static KeysAtPlace At(string customer, char digit, KeyUse use = KeyUse.Person) => new(
        new KeyPlace { Use = use, Owner = customer, File = "/x.asc", ConfigurationFile = $"/{customer}.json",
            Setting = "People[0].CertificateFile" },
        [new OpenPgpKeyInfo { Fingerprint = new string(digit, 40), Algorithm = "ed25519", CreatedAt = DateTimeOffset.UnixEpoch }]);
}
