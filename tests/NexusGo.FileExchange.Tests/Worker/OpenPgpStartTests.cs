using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What the start of a worker needs of OpenPGP, on a machine without gpg.</summary>
public sealed class OpenPgpStartTests : IDisposable
{
    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nobody_who_uses_no_OpenPGP_needs_gpg() => await StartAsync("None", BureauKeys.None);

    [Theory]
    [InlineData("Required", false)]
    [InlineData("Optional", false)]
    [InlineData("None", true)]
    public async Task A_customer_or_a_key_of_ours_needs_gpg_and_the_start_names_the_package(string encryption, bool haveKey)
    {
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => StartAsync(encryption, haveKey ? new BureauKeys([new string('A', 40)]) : BureauKeys.None));
        Assert.Equal(FailureReason.ProgramMissing, failure.Reason);
        Assert.Contains("gnupg", failure.Message, StringComparison.Ordinal);
    }

    private async Task StartAsync(string encryption, BureauKeys ours)
    {
        folder.Write("ACME", ProfileFolder.Good("ACME").Replace("\"None\"", $"\"{encryption}\"", StringComparison.Ordinal));
        Directory.CreateDirectory(folder.AreaOf("ACME"));
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance);
        Assert.True(registry.Reload());
        Assert.Single(registry.Current);
        await using var engine = new GnuPgEngine(new GnuPgOptions { RunDirectory = Path.Combine(folder.Folder, "run"), GpgProgram = "/nowhere/gpg" }, TimeProvider.System, NullLoggerFactory.Instance);
        await new OpenPgpStart(engine, ours, registry).StartAsync(CancellationToken.None);
    }
}
