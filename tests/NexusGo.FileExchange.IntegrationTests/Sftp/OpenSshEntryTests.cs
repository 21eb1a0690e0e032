using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>Who gets in, who does not, and what is said about it.</summary>
public sealed class OpenSshEntryTests(OpenSshEntryTests.Server server) : IClassFixture<OpenSshEntryTests.Server>
{
    private readonly SshdFixture sshd = server.Sshd;

    [Fact]
    public async Task Nasty40_a_host_key_that_is_not_pinned_ends_the_attempt_and_both_fingerprints_are_named()
    {
        var wrong = sshd.Endpoint() with { HostKeys = [sshd.PublicKey("stranger_key")] };
        var e = await RefusedAsync(wrong);
        Assert.Equal((FailureReason.RemoteHostKey, false), (e.Reason, e.IsTransient));
        Assert.Contains(Fingerprint("stranger_key"), e.Message, StringComparison.Ordinal);
        Assert.Contains(Fingerprint("host_key"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_keys_may_be_pinned_for_a_change_of_host_key()
    {
        await WorksAsync(sshd.Endpoint() with { HostKeys = [sshd.PublicKey("stranger_key"), sshd.HostKey + " with a comment"] });
    }

    [Theory]
    [InlineData()]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 not-base64!")]
    [InlineData("*\nssh-ed25519 AAAA")]
    public async Task A_session_without_a_proper_pinned_key_is_not_tried(params string[] keys)
    {
        var e = await RefusedAsync(sshd.Endpoint() with { HostKeys = keys });
        Assert.Equal(FailureReason.RemoteHostKey, e.Reason);
    }

    [Fact]
    public async Task A_key_the_server_does_not_know_is_an_authentication_failure()
    {
        var e = await RefusedAsync(sshd.Endpoint() with { PrivateKeyFile = sshd.StrangerKeyFile });
        Assert.Equal((FailureReason.RemoteAuthentication, false), (e.Reason, e.IsTransient));
    }

    [Fact]
    public async Task A_certificate_makes_a_strange_key_known() =>
        await WorksAsync(sshd.Endpoint() with { PrivateKeyFile = sshd.GuestKeyFile, CertificateFile = sshd.SignGuestKey() });

    [Fact]
    public async Task A_passphrase_is_read_from_its_file_and_a_wrong_one_is_an_authentication_failure()
    {
        var key = Path.Combine(sshd.Folder, "locked_key");
        File.Copy(sshd.UserKeyFile, key);
        Programs.Run("ssh-keygen", ["-q", "-p", "-P", "", "-N", "open sesame", "-f", key]);
        await WorksAsync(sshd.Endpoint() with { PrivateKeyFile = key, PassphraseFile = sshd.WriteSecret("passphrase", "open sesame") });
        var e = await RefusedAsync(sshd.Endpoint() with { PrivateKeyFile = key, PassphraseFile = sshd.WriteSecret("wrong", "close sesame") });
        Assert.Equal(FailureReason.RemoteAuthentication, e.Reason);
    }

    [Fact]
    public async Task Nasty41_key_and_password_together_are_two_factors_and_one_alone_is_not_enough()
    {
        await using var strict = await SshdFixture.StartAsync("AuthenticationMethods publickey,password", "PasswordAuthentication yes");
        var user = strict.CreatePasswordUser("it's a \"test\" $1");
        using var factory = NewFactory(strict);
        var both = strict.Endpoint() with { User = user, PasswordFile = strict.WriteSecret("password", "it's a \"test\" $1") };
        await WorksAsync(both, factory);
        Assert.Equal(FailureReason.RemoteAuthentication, (await RefusedAsync(both with { PasswordFile = null }, factory)).Reason);
        Assert.Equal(FailureReason.RemoteAuthentication, (await RefusedAsync(both with { PrivateKeyFile = null }, factory)).Reason);
        Assert.Equal(FailureReason.RemoteAuthentication,
            (await RefusedAsync(both with { PasswordFile = strict.WriteSecret("wrong", "something else") }, factory)).Reason);
    }

    [Fact]
    public async Task A_jump_host_is_passed_with_a_pinned_key_of_its_own()
    {
        await using var inner = await SshdFixture.StartAsync();
        File.AppendAllText(Path.Combine(inner.Folder, "authorized_keys"), sshd.PublicKey("user_key") + "\n");
        var endpoint = inner.Endpoint() with
        {
            PrivateKeyFile = sshd.UserKeyFile,
            ProxyJump = $"{Environment.UserName}@127.0.0.1:{sshd.Port}",
            ProxyJumpHostKeys = [sshd.HostKey],
        };
        await WorksAsync(endpoint);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { ProxyJumpHostKeys = [] })).Reason);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { ProxyJumpHostKeys = [inner.HostKey] })).Reason);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { HostKeys = [sshd.HostKey] })).Reason);
    }

    [Fact]
    public async Task Nasty42_further_options_reach_ssh_and_may_replace_defaults_but_not_safety()
    {
        await WorksAsync(sshd.Endpoint() with { SshOptions = new Dictionary<string, string> { ["Ciphers"] = "aes256-ctr" } });
        var none = await RefusedAsync(sshd.Endpoint() with { SshOptions = new Dictionary<string, string> { ["Ciphers"] = "3des-cbc" } });
        Assert.Equal((FailureReason.RemoteUnreachable, false), (none.Reason, none.IsTransient));
        foreach (var key in (string[])["StrictHostKeyChecking", "userknownhostsfile", "Match", "no such"])
        {
            var e = await RefusedAsync(sshd.Endpoint() with { SshOptions = new Dictionary<string, string> { [key] = "no" } });
            Assert.Contains("SshOptions", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_closed_port_is_unreachable_and_may_be_tried_again()
    {
        var e = await RefusedAsync(sshd.Endpoint() with { Port = SshdFixture.FreePort() });
        Assert.Equal((FailureReason.RemoteUnreachable, true), (e.Reason, e.IsTransient));
    }

    [Theory]
    [InlineData("-oProxyCommand=false", "user")]
    [InlineData("", "user")]
    [InlineData("host", "a b")]
    [InlineData("host\nProxyCommand false", "user")]
    public async Task Host_and_user_cannot_smuggle_options_in(string host, string user) =>
        Assert.False((await RefusedAsync(sshd.Endpoint() with { Host = host, User = user })).IsTransient);

    [Fact]
    public async Task Nasty34_a_server_that_accepts_and_says_nothing_ends_with_the_connect_timeout()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port;
        var watch = Stopwatch.StartNew();
        var e = await RefusedAsync(sshd.Endpoint() with { Port = port, ConnectTimeout = TimeSpan.FromMilliseconds(700) });
        Assert.True(e.IsTransient);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_missing_program_names_the_package()
    {
        var e = await RefusedAsync(sshd.Endpoint() with { SshProgram = "no-such-ssh" });
        Assert.Equal(FailureReason.ProgramMissing, e.Reason);
        Assert.Contains("openssh-client", e.Message, StringComparison.Ordinal);
        e = await RefusedAsync(new RemoteEndpoint { Name = "local", Engine = "Local", LocalRoot = sshd.Folder, SftpServerProgram = "/no/such" });
        Assert.Equal(FailureReason.ProgramMissing, e.Reason);
        Assert.Contains("openssh-sftp-server", e.Message, StringComparison.Ordinal);
        e = await RefusedAsync(sshd.Endpoint() with { Engine = "SshNet" });
        Assert.Contains("managed engines", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_secret_names_the_setting()
    {
        var e = await RefusedAsync(sshd.Endpoint() with { PasswordFile = "/no/such/file" });
        Assert.Equal(FailureReason.SecretUnavailable, e.Reason);
        Assert.Contains("PasswordFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_private_file_of_an_attempt_is_left()
    {
        await WorksAsync(sshd.Endpoint());
        await RefusedAsync(sshd.Endpoint() with { PrivateKeyFile = sshd.StrangerKeyFile });
        using var own = new Adapters.Sftp.RemoteFolderFactory(
            new Adapters.Sftp.RemoteFolderFactoryOptions { RunDirectory = Path.Combine(sshd.Folder, "own-run") }, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);
        await WorksAsync(sshd.Endpoint(), own);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(sshd.Folder, "own-run")));
    }

    private async Task WorksAsync(RemoteEndpoint endpoint, IRemoteFolderFactory? factory = null)
    {
        await using var session = await (factory ?? server.Factory).ConnectAsync(endpoint, CancellationToken.None);
        Assert.NotNull(await session.StatAsync(RemotePath.Folder("/"), CancellationToken.None));
    }

    private async Task<RemoteFolderException> RefusedAsync(RemoteEndpoint endpoint, IRemoteFolderFactory? factory = null) =>
        await Assert.ThrowsAsync<RemoteFolderException>(async () => await (factory ?? server.Factory).ConnectAsync(endpoint, CancellationToken.None));

    private static Adapters.Sftp.RemoteFolderFactory NewFactory(SshdFixture sshd) => new(
        new Adapters.Sftp.RemoteFolderFactoryOptions { RunDirectory = Path.Combine(sshd.Folder, "run"), AskPassCommand = sshd.AskPassCommand() },
        TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance);

    private string Fingerprint(string key) => Programs.Run("ssh-keygen", ["-l", "-f", Path.Combine(sshd.Folder, key + ".pub")]).Split(' ')[1];

    public sealed class Server() : OpenSshServer(["TrustedUserCAKeys {folder}/ca_key.pub"]);
}
