using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>
/// gpg-agent writes an imported secret key anew when it is first used. Two messages opened side by side as the first of all could find it half written: a good
/// order was refused as damaged, about once in five hundred starts.
/// </summary>
public sealed class FirstUseTests : IAsyncLifetime
{
    private readonly GnuPgLab lab = new();

    public Task InitializeAsync() => lab.InitializeAsync();

    public Task DisposeAsync() => lab.DisposeAsync();

    [Fact]
    public async Task When_the_engine_has_started_every_secret_key_has_been_used_once()
    {
        var before = KeyFiles();
        await using var engine = new GnuPgEngine(new GnuPgOptions
        {
            RunDirectory = lab.RunDirectory,
            OwnKeys = [new GnuPgOwnKey(lab.Ours.Fingerprint, lab.OurSecretKeyFile)],
        }, TimeProvider.System, NullLoggerFactory.Instance);

        await engine.StartAsync(CancellationToken.None);

        var keys = KeyFiles().Except(before).ToList();
        Assert.Equal(2, keys.Count);
        Assert.All(keys, file => Assert.DoesNotContain("openpgp-native", Encoding.Latin1.GetString(File.ReadAllBytes(file)), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[GNUPG:] ERROR pkdecrypt_failed 16777419", true)]
    [InlineData("[GNUPG:] ERROR pkdecrypt_failed 83886179", false)]
    [InlineData("[GNUPG:] ERROR pkdecrypt_failed", false)]
    [InlineData("[GNUPG:] ERROR keylisting.getkey 16777419", false)]
    public void A_key_that_the_agent_could_not_read_says_nothing_of_the_message(string line, bool unreadable)
    {
        var protocol = new OpeningProtocol(new OpenPgpPolicy { Signers = [] }, GnuPgKeyring.Empty, null!, DateTimeOffset.UnixEpoch);
        Assert.True(GnuPgStatus.TryParse(line, out var status));

        protocol.Take(status);

        Assert.Equal(unreadable, protocol.KeyWasUnreadable);
    }

    private List<string> KeyFiles() => [.. Directory.EnumerateFiles(lab.RunDirectory, "*.key", SearchOption.AllDirectories)];
}
