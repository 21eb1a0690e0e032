using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>What engine SshNet does in its own way: proxies, what it refuses, its deadline at every stage.</summary>
public sealed class SshNetEntryTests(SshEntryContract.Server server) : SshEntryContract(server, "SshNet"),
    IClassFixture<SshEntryContract.Server>
{
    private const string ProxyPassword = "pass-word-1";

    [Fact]
    public async Task What_it_cannot_do_is_refused_with_the_name_of_the_engine_that_can()
    {
        foreach (var endpoint in (RemoteEndpoint[])
            [Endpoint() with { ProxyJump = "jump", ProxyJumpHostKeys = [Sshd.HostKey] },
            Endpoint() with { SshOptions = new Dictionary<string, string> { ["RekeyLimit"] = "1G" } }])
        {
            var e = await RefusedAsync(endpoint);
            Assert.Equal((FailureReason.ProgramMissing, false), (e.Reason, e.IsTransient));
            Assert.Contains("use engine OpenSsh", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_strongest_common_cipher_is_a_gcm_mode_and_nothing_outdated_is_offered()
    {
        await using var sshd = await SshdFixture.StartAsync("LogLevel DEBUG2");
        await WorksAsync(Endpoint(sshd));
        var offers = sshd.LogText.Split('\n').Where(line => line.Contains("debug2: ", StringComparison.Ordinal)).ToList();
        Assert.Contains("debug1: kex: client->server cipher: aes128-gcm@openssh.com", sshd.LogText, StringComparison.Ordinal);
        var client = offers[offers.FindIndex(line => line.Contains("peer client KEXINIT proposal", StringComparison.Ordinal))..].Take(8)
            .ToList();
        Assert.Contains(client, line => line.Contains("aes128-gcm@openssh.com,aes256-gcm@openssh.com,", StringComparison.Ordinal));
        Assert.DoesNotContain(client, line => line.Contains("sha1", StringComparison.Ordinal)
            || line.Contains("cbc", StringComparison.Ordinal) || line.Contains("ssh-rsa", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("http", true)]
    [InlineData("socks5", false)]
    [InlineData("socks5", true)]
    public async Task A_proxy_is_passed_with_and_without_a_password(string kind, bool locked)
    {
        using var proxy = await ProxyProgram.StartAsync(kind, locked ? ProxyPassword : null, Sshd.Folder);
        var endpoint = Endpoint() with { Proxy = $"{kind}://{(locked ? "bureau@" : "")}127.0.0.1:{proxy.Port}", ProxyPasswordFile = locked
            ? Sshd.WriteSecret("proxy", ProxyPassword) : null };
        await WorksAsync(endpoint);
        Assert.Equal((FailureReason.RemoteUnreachable, true), await RefusalAsync(endpoint with { Port = SshdFixture.FreePort() }));
        if (locked)
        {
            Assert.Equal((FailureReason.RemoteUnreachable, true),
                await RefusalAsync(endpoint with { ProxyPasswordFile = Sshd.WriteSecret("proxy-wrong", "something else") }));
        }
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task A_proxy_that_says_nothing_ends_with_the_connect_timeout(string kind)
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var watch = Stopwatch.StartNew();
        var e = await RefusedAsync(Endpoint() with
        {
            Proxy = $"{kind}://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}",
            ConnectTimeout = TimeSpan.FromSeconds(1),
        });
        Assert.Equal((FailureReason.RemoteTimeout, true), (e.Reason, e.IsTransient));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2));
    }

    /// <summary>
    /// The line goes dead after so many thousandths of what a whole log-in takes: greeting, key exchange, log-in, channel, subsystem,
    /// SFTP's greeting.
    /// </summary>
    [Fact]
    public async Task Nasty34_the_connect_deadline_holds_at_every_stage_of_the_handshake()
    {
        long whole;
        using (var good = new LoopbackProxy(Sshd.Port))
        {
            await WorksAsync(Endpoint() with { Port = good.Port });
            whole = good.BytesToClient;
        }

        var timeout = TimeSpan.FromSeconds(4);
        await Task.WhenAll(new[] { 0, 5, 15, 100, 300, 420, 500, 600, 700, 740, 780, 820, 860, 900 }.Select(async part =>
        {
            using var line = new LoopbackProxy(Sshd.Port, whole * part / 1000);
            var watch = Stopwatch.StartNew();
            var e = await RefusedAsync(Endpoint() with { Port = line.Port, ConnectTimeout = timeout });
            Assert.Equal((part, FailureReason.RemoteTimeout, true), (part, e.Reason, e.IsTransient));
            Assert.InRange(watch.Elapsed, timeout - TimeSpan.FromSeconds(0.1), timeout + TimeSpan.FromSeconds(1));
        }));
        await Until.TrueAsync(() => Threads("ssh connect") == 0);
    }

    [Fact]
    public async Task A_cancelled_connection_leaves_no_thread()
    {
        using var line = new LoopbackProxy(Sshd.Port, 500);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();
        using var factory = Harness.NewFactory(Path.Combine(Sshd.Folder, "run"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await factory.ConnectAsync(Endpoint() with { Port = line.Port }, stop.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Until.TrueAsync(() => Threads("ssh connect") == 0);
    }

    /// <summary>Threads of this process by their name, which the system cuts at 15 characters.</summary>
    private static int Threads(string name) => Directory.EnumerateDirectories("/proc/self/task").Count(task =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == name;
        }
        catch (IOException)
        {
            return false; // It ended while it was looked at.
        }
    });
}
