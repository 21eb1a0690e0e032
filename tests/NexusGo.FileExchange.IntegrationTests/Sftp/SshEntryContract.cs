using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>Who gets in, who does not, and what is said about it: the same by both engines that speak SSH.</summary>
public abstract class SshEntryContract(SshEntryContract.Server server, string engine)
{
    private const string Password = "it's a \"test\" $1";

    protected SshdFixture Sshd { get; } = server.Sshd;

    protected RemoteEndpoint Endpoint(SshdFixture? sshd = null) => (sshd ?? Sshd).Endpoint(engine);

    [Fact]
    public async Task Nasty40_a_host_key_that_is_not_pinned_ends_the_attempt_and_both_fingerprints_are_named()
    {
        var e = await RefusedAsync(Endpoint() with { HostKeys = [Sshd.PublicKey("stranger_key")] });
        Assert.Equal((FailureReason.RemoteHostKey, false), (e.Reason, e.IsTransient));
        Assert.Contains(Fingerprint("stranger_key"), e.Message, StringComparison.Ordinal);
        Assert.Contains(Fingerprint("host_key"), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Several_keys_may_be_pinned_for_a_change_of_host_key() =>
        WorksAsync(Endpoint() with { HostKeys = [Sshd.PublicKey("stranger_key"), Sshd.HostKey + " with a comment"] });

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa", "-b", "256")]
    [InlineData("ecdsa", "-b", "384")]
    [InlineData("ecdsa", "-b", "521")]
    [InlineData("rsa", "-b", "3072")]
    public async Task A_pinned_host_key_of_each_kind_is_found_among_the_servers_keys(string type, params string[] options)
    {
        await using var sshd = await SshdFixture.StartAsync(
            folder => Programs.Run("ssh-keygen", ["-q", "-N", "", "-t", type, .. options, "-f", Path.Combine(folder, "other_host_key")]),
            "HostKey {folder}/other_host_key");
        await WorksAsync(Endpoint(sshd) with { HostKeys = [sshd.PublicKey("other_host_key")] });
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(Endpoint(sshd) with { HostKeys = [Sshd.PublicKey("stranger_key")] }))
            .Reason);
    }

    [Theory]
    [InlineData()]
    [InlineData("ssh-ed25519")]
    [InlineData("ssh-ed25519 not-base64!")]
    [InlineData("*\nssh-ed25519 AAAA")]
    public async Task A_session_without_a_proper_pinned_key_is_not_tried(params string[] keys)
    {
        var e = await RefusedAsync(Endpoint() with { HostKeys = keys });
        Assert.Equal(FailureReason.RemoteHostKey, e.Reason);
    }

    [Theory]
    [InlineData("for this host", true, "-h", "-n", "127.0.0.1")]
    [InlineData("for a pattern that covers this host", false, "-h", "-n", "127.0.0.*")]
    [InlineData("for several names", true, "-h", "-n", "sftp.example,127.0.0.1")]
    [InlineData("for another host", false, "-h", "-n", "sftp.example")]
    [InlineData("for users", false, "-n", "127.0.0.1")]
    [InlineData("that has ended", false, "-h", "-n", "127.0.0.1", "-V", "-2h:-1h")]
    [InlineData("that has not begun", false, "-h", "-n", "127.0.0.1", "-V", "+1h:+2h")]
    public async Task A_host_certificate_counts_when_it_is(string what, bool good, params string[] options)
    {
        Assert.NotEmpty(what);
        await using var sshd = await SshdFixture.StartAsync(
            folder => Programs.Run("ssh-keygen",
                ["-q", "-s", Path.Combine(folder, "ca_key"), "-I", "test", .. options, Path.Combine(folder, "host_key.pub")]),
            "HostCertificate {folder}/host_key-cert.pub");
        var endpoint = Endpoint(sshd) with { HostKeys = ["@cert-authority " + sshd.PublicKey("ca_key")] };
        if (good)
        {
            await WorksAsync(endpoint);
        }
        else
        {
            Assert.Equal((FailureReason.RemoteHostKey, false), await RefusalAsync(endpoint));
        }

        Assert.Equal((FailureReason.RemoteHostKey, false),
            await RefusalAsync(endpoint with { HostKeys = ["@cert-authority " + sshd.PublicKey("stranger_key")] }));
        // The key pinned itself is as good as before.
        await WorksAsync(endpoint with { HostKeys = [sshd.HostKey] });
    }

    [Theory]
    [InlineData("ecdsa", "ecdsa")]
    [InlineData("rsa", "rsa")]
    [InlineData("ed25519", "rsa")]
    public async Task Host_certificates_of_each_kind_by_authorities_of_each_kind(string hostType, string authorityType)
    {
        await using var sshd = await SshdFixture.StartAsync(
            folder =>
            {
                Programs.Run("ssh-keygen", ["-q", "-N", "", "-t", hostType, "-f", Path.Combine(folder, "certified_key")]);
                Programs.Run("ssh-keygen", ["-q", "-N", "", "-t", authorityType, "-f", Path.Combine(folder, "authority")]);
                Programs.Run("ssh-keygen", ["-q", "-s", Path.Combine(folder, "authority"), "-I", "test", "-h", "-n", "127.0.0.1",
                    Path.Combine(folder, "certified_key.pub")]);
            },
            "HostKey {folder}/certified_key", "HostCertificate {folder}/certified_key-cert.pub");
        await WorksAsync(Endpoint(sshd) with { HostKeys = ["@cert-authority " + sshd.PublicKey("authority")] });
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("ecdsa", "-b", "256")]
    [InlineData("ecdsa", "-b", "521")]
    [InlineData("rsa", "-b", "3072")]
    [InlineData("rsa", "-b", "3072", "-m", "PEM")]
    [InlineData("ecdsa", "-b", "384", "-m", "PKCS8")]
    public async Task A_key_of_each_kind_and_form_gets_in_also_encrypted(string type, params string[] options)
    {
        await using var sshd = await SshdFixture.StartAsync();
        await WorksAsync(Endpoint(sshd) with { PrivateKeyFile = sshd.AddUserKey("plain", ["-t", type, .. options]) });
        var locked = Endpoint(sshd) with { PrivateKeyFile = sshd.AddUserKey("locked", ["-t", type, .. options], "open sesame") };
        await WorksAsync(locked with { PassphraseFile = sshd.WriteSecret("passphrase", "open sesame") });
        Assert.Equal(FailureReason.RemoteAuthentication,
            (await RefusedAsync(locked with { PassphraseFile = sshd.WriteSecret("wrong", "close sesame") })).Reason);
        Assert.Equal(FailureReason.RemoteAuthentication, (await RefusedAsync(locked)).Reason);
    }

    [Fact]
    public async Task A_key_the_server_does_not_know_is_an_authentication_failure() =>
        Assert.Equal((FailureReason.RemoteAuthentication, false),
            await RefusalAsync(Endpoint() with { PrivateKeyFile = Sshd.StrangerKeyFile }));

    [Fact]
    public Task A_certificate_makes_a_strange_key_known() =>
        WorksAsync(Endpoint() with { PrivateKeyFile = Sshd.GuestKeyFile, CertificateFile = Sshd.SignGuestKey() });

    [Fact]
    public async Task Nasty41_key_and_password_together_are_two_factors_and_one_alone_is_not_enough()
    {
        await using var strict = await SshdFixture.StartAsync("AuthenticationMethods publickey,password", "PasswordAuthentication yes");
        var user = strict.CreatePasswordUser(Password);
        using var factory = NewFactory(strict);
        var both = Endpoint(strict) with { User = user, PasswordFile = strict.WriteSecret("password", Password) };
        await WorksAsync(both, factory);
        Assert.Equal(FailureReason.RemoteAuthentication, (await RefusedAsync(both with { PasswordFile = null }, factory)).Reason);
        Assert.Equal(FailureReason.RemoteAuthentication, (await RefusedAsync(both with { PrivateKeyFile = null }, factory)).Reason);
        Assert.Equal(FailureReason.RemoteAuthentication,
            (await RefusedAsync(both with { PasswordFile = strict.WriteSecret("wrong", "something else") }, factory)).Reason);
    }

    [Theory]
    [InlineData("PasswordAuthentication yes")]
    [InlineData("UsePAM yes", "KbdInteractiveAuthentication yes", "AuthenticationMethods keyboard-interactive")]
    public async Task A_password_alone_gets_in_and_a_wrong_one_is_sent_once(params string[] settings)
    {
        await using var sshd = await SshdFixture.StartAsync([.. settings, "LogLevel VERBOSE"]);
        var user = sshd.CreatePasswordUser(Password);
        using var factory = NewFactory(sshd);
        var endpoint = Endpoint(sshd) with { User = user, PrivateKeyFile = null, PasswordFile = sshd.WriteSecret("password", Password) };
        await WorksAsync(endpoint, factory);
        Assert.Equal((FailureReason.RemoteAuthentication, false),
            await RefusalAsync(endpoint with { PasswordFile = sshd.WriteSecret("wrong", "something else") }, factory));
        Assert.Single(sshd.LogText.Split('\n'), line => line.StartsWith("Failed ", StringComparison.Ordinal)
            && !line.StartsWith("Failed none", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_login_banner_and_twelve_seconds_of_login_disturb_nothing()
    {
        await using var sshd = await SshdFixture.StartAsync(
            folder => File.WriteAllText(Path.Combine(folder, "banner"), string.Concat(Enumerable.Repeat("Only for customers.\n", 200))),
            "Banner {folder}/banner", "AuthorizedKeysFile none", "AuthorizedKeysCommandUser root",
            "AuthorizedKeysCommand /bin/sh -c \"sleep 12; cat {folder}/authorized_keys\"");
        var watch = Stopwatch.StartNew();
        await WorksAsync(Endpoint(sshd) with { ConnectTimeout = TimeSpan.FromSeconds(60) });
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(11), $"only {watch.Elapsed}");
    }

    [Fact]
    public async Task Nasty36_a_server_of_one_session_for_each_connection_is_enough()
    {
        await using var sshd = await SshdFixture.StartAsync("MaxSessions 1");
        await WorksAsync(Endpoint(sshd));
    }

    [Fact]
    public async Task A_server_without_the_subsystem_says_so()
    {
        await using var sshd = await SshdFixture.StartAsync("Subsystem sftp /bin/false");
        Assert.Equal(FailureReason.RemoteUnreachable, (await RefusedAsync(Endpoint(sshd))).Reason);
        await using var none = await SshdFixture.StartAsync("Subsystem other internal-sftp");
        Assert.True((await RefusedAsync(Endpoint(none))).SessionIsDead);
    }

    [Fact]
    public async Task A_closed_port_is_unreachable_and_may_be_tried_again() =>
        Assert.Equal((FailureReason.RemoteUnreachable, true), await RefusalAsync(Endpoint() with { Port = SshdFixture.FreePort() }));

    [Theory]
    [InlineData("-oProxyCommand=false", "user")]
    [InlineData("", "user")]
    [InlineData("host", "a b")]
    [InlineData("host\nProxyCommand false", "user")]
    public async Task Host_and_user_cannot_smuggle_options_in(string host, string user) =>
        Assert.False((await RefusedAsync(Endpoint() with { Host = host, User = user })).IsTransient);

    [Fact]
    public async Task Nasty34_a_server_that_accepts_and_says_nothing_ends_with_the_connect_timeout()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var watch = Stopwatch.StartNew();
        var e = await RefusedAsync(Endpoint() with { Port = ((System.Net.IPEndPoint)silent.LocalEndpoint).Port,
            ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.True(e.IsTransient);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_missing_secret_names_the_setting()
    {
        var e = await RefusedAsync(Endpoint() with { PasswordFile = "/no/such/file" });
        Assert.Equal(FailureReason.SecretUnavailable, e.Reason);
        Assert.Contains("PasswordFile", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nasty42_only_a_legacy_list_opens_an_outdated_algorithm_and_only_until_its_date()
    {
        foreach (var (setting, name) in ((string, string)[])
            [("Ciphers aes128-cbc", "aes128-cbc"), ("KexAlgorithms diffie-hellman-group14-sha1", "diffie-hellman-group14-sha1")])
        {
            await using var sshd = await SshdFixture.StartAsync(setting);
            Assert.Equal((FailureReason.RemoteUnreachable, false), await RefusalAsync(Endpoint(sshd)));
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            await WorksAsync(Endpoint(sshd) with { Legacy = [new LegacyAlgorithm(name, today)] });
            Assert.Equal((FailureReason.RemoteUnreachable, false),
                await RefusalAsync(Endpoint(sshd) with { Legacy = [new LegacyAlgorithm(name, today.AddDays(-1))] }));
        }
    }

    protected async Task WorksAsync(RemoteEndpoint endpoint, IRemoteFolderFactory? factory = null)
    {
        await using var session = await (factory ?? server.Factory).ConnectAsync(endpoint, CancellationToken.None);
        Assert.NotNull(await session.StatAsync(RemotePath.Folder("/"), CancellationToken.None));
    }

    protected async Task<RemoteFolderException> RefusedAsync(RemoteEndpoint endpoint, IRemoteFolderFactory? factory = null) =>
        await Assert.ThrowsAsync<RemoteFolderException>(async () => await (factory ?? server.Factory)
            .ConnectAsync(endpoint, CancellationToken.None));

    protected async Task<(FailureReason Reason, bool IsTransient)> RefusalAsync(RemoteEndpoint endpoint,
        IRemoteFolderFactory? factory = null) =>
        await RefusedAsync(endpoint, factory) is var e ? (e.Reason, e.IsTransient) : default;

    protected static RemoteFolderFactory NewFactory(SshdFixture sshd) => Harness.NewFactory(Path.Combine(sshd.Folder, "run"), sshd);

    private string Fingerprint(string key) => Programs.Run("ssh-keygen", ["-l", "-f", Path.Combine(Sshd.Folder, key + ".pub")])
        .Split(' ')[1];

    public sealed class Server() : OpenSshServer(["TrustedUserCAKeys {folder}/ca_key.pub"]);
}
