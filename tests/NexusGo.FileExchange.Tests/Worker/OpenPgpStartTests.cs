using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the start of a worker needs of OpenPGP.</summary>
public sealed class OpenPgpStartTests : IDisposable
{
    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("None")]
    [InlineData("Optional")]
    public async Task Nobody_who_may_do_without_OpenPGP_needs_a_key(string encryption) => await StartAsync(encryption, BureauKeys.None);

    [Fact]
    public async Task A_customer_who_must_encrypt_needs_a_key_of_ours_and_the_start_names_the_verb()
    {
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => StartAsync("Required", BureauKeys.None));
        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
        Assert.Contains("keys generate", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_ours_that_is_not_there_stops_the_start()
    {
        var key = new BureauKeyFile(new string('A', 40), Path.Combine(folder.Folder, "gone.asc"));
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => StartAsync("None", new BureauKeys([key.Fingerprint]), key));
        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
    }

    private async Task StartAsync(string encryption, BureauKeys ours, params BureauKeyFile[] keys)
    {
        folder.Write("ACME", ProfileFolder.Good("ACME").Replace("\"None\"", $"\"{encryption}\"", StringComparison.Ordinal));
        Directory.CreateDirectory(folder.AreaOf("ACME"));
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);
        Assert.True(registry.Reload());
        Assert.Single(registry.Current);
        await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = keys }, TimeProvider.System,
            NullLoggerFactory.Instance);
        await new OpenPgpStart(engine, ours, registry).StartAsync(CancellationToken.None);
    }
}
