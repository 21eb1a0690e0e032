using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Tests.Worker;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

/// <summary>A master key that systemd hands over: readable for the service's user by an access list, which shows as mode 0440.</summary>
[Collection("environment")]
public sealed class CredentialKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string? before = Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY");

    public CredentialKeyTests()
    {
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", folder.Path);
        File.WriteAllText(folder.PathOf("nexusgo-fx.master-key"), new string('a', 64));
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", before);
        folder.Dispose();
    }

    [Theory]
    [Trait("Attack", "20.11 a credential that others may read")]
    [InlineData("400", true)]
    [InlineData("440", true)]
    [InlineData("444", false)]
    [InlineData("460", false)]
    public void A_credential_is_the_key_and_nobody_else_may_touch_it(string mode, bool isGood)
    {
        var path = ConfiguredPaths.Absolute("credential:nexusgo-fx.master-key", "/etc/nexusgo-fileexchange")!;
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));

        Assert.Equal(folder.PathOf("nexusgo-fx.master-key"), path);
        Assert.Equal(isGood, ConfiguredFiles.CheckSecret(path) is null);
        if (isGood)
        {
            MasterKeyFile.Read(path, "Vault.MasterKeyFile").Dispose();
        }
        else
        {
            var refused = Assert.Throws<FileExchangeException>(() => MasterKeyFile.Read(path, "Vault.MasterKeyFile"));
            Assert.Equal(FailureReason.SecretUnavailable, refused.Reason);
        }
    }

    [Fact]
    public void A_name_leads_to_no_other_folder_and_a_verb_finds_the_running_services()
    {
        Assert.Equal(folder.PathOf("shadow"), ServiceCredentials.PathOf("../../etc/shadow"));
        Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", null);
        Assert.Equal("/run/credentials/nexusgo-fileexchange.service/x", ServiceCredentials.PathOf("x"));
    }
}
