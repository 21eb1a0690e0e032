using System.Text;
using System.Text.Json;
using NexusGo.FileExchange.Demo;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

public sealed class DemoSshdTests : IDisposable
{
    // Root's demo has to be where root alone can write, all the way up.
    private readonly string path = Path.Combine(Environment.IsPrivilegedProcess ? "/var/lib" : Path.GetTempPath(),
        $"nexusgo-demo-test-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Theory]
    [InlineData("/tmp/nexusgo-demo", "/tmp")]
    [InlineData("/etc/nexusgo-demo", null)]
    public void A_folder_that_sshd_would_not_show_is_told_before(string folder, string? open) =>
        Assert.Equal(open, DemoSshd.WritableAbove(folder));

    [Fact]
    public async Task The_ordinary_sftp_program_reaches_the_customers_folders_and_nothing_else()
    {
        using var folder = DemoFolder.Open(path, keep: false);
        await using var server = await StartAsync(folder);
        var local = folder.PathOf("order.csv");
        await File.WriteAllTextAsync(local, "customer_ref;product_code\r\n");

        var listing = await SftpAsync(server, $"""
            put "{local}" "{server.Prefix}/in/ORD_1.csv"
            rename "{server.Prefix}/in/ORD_1.csv" "{server.Prefix}/in/ORD_2.csv"
            ls -1 "{server.Prefix}/in"
            """);

        Assert.Contains("ORD_2.csv", listing, StringComparison.Ordinal);
        Assert.Equal("customer_ref;product_code\r\n", await File.ReadAllTextAsync(Path.Combine(server.Area, "in", "ORD_2.csv")));
        if (server.Prefix.Length == 0)
        {
            await Assert.ThrowsAsync<FileExchangeException>(() => SftpAsync(server, "ls /etc"));
        }
    }

    [Fact]
    public async Task The_demo_customers_configuration_has_no_problems_and_is_what_the_samples_are_written_for()
    {
        using var folder = DemoFolder.Open(path, keep: false);
        await using var server = await StartAsync(folder);

        var configuration = WorkerConfiguration.Load(DemoCustomer.WriteConfiguration(folder, server));

        Assert.Empty(configuration.Problems);
        var profile = Assert.Single(configuration.Customers.Files).Profile!;
        var agreed = DemoProfile.Create();
        Assert.Equal(JsonSerializer.Serialize(agreed),
            JsonSerializer.Serialize(profile with { Remote = agreed.Remote, Folders = agreed.Folders, Intake = agreed.Intake,
            BackReports = agreed.BackReports, Consumed = agreed.Consumed }));
    }

    [Fact]
    public async Task A_second_demo_in_the_same_folder_is_refused_and_a_foreign_folder_is_never_emptied()
    {
        Directory.CreateDirectory(path);
        await File.WriteAllTextAsync(Path.Combine(path, "precious"), "");
        Assert.Equal(FailureReason.SpoolUnavailable, Assert.Throws<FileExchangeException>(() => DemoFolder.Open(path, keep: false)).Reason);
        File.Delete(Path.Combine(path, "precious"));

        using (DemoFolder.Open(path, keep: false))
        {
            Assert.Contains("Another demo", Assert.Throws<FileExchangeException>(() => DemoFolder.Open(path, keep: false)).Message,
                StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(path, "old"), "");
        }

        using (DemoFolder.Open(path, keep: true))
        {
            Assert.True(File.Exists(Path.Combine(path, "old")));
        }

        using (DemoFolder.Open(path, keep: false))
        {
            Assert.False(File.Exists(Path.Combine(path, "old")));
        }
    }

    private static Task<DemoSshd> StartAsync(DemoFolder folder) =>
        DemoSshd.StartAsync(folder.PathOf("sshd"), folder.PathOf("area"), DemoCustomer.Folders, TimeProvider.System,
            CancellationToken.None);

    private static Task<string> SftpAsync(DemoSshd server, string commands) =>
        DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments], new StringBuilder(commands).Append('\n').ToString(),
            CancellationToken.None);
}
