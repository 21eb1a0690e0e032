using System.Diagnostics;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>What only engine OpenSsh can do.</summary>
public sealed class OpenSshEntryTests(SshEntryContract.Server server) : SshEntryContract(server, "OpenSsh"),
    IClassFixture<SshEntryContract.Server>
{
    [Fact]
    public async Task A_jump_host_is_passed_with_a_pinned_key_of_its_own()
    {
        await using var inner = await SshdFixture.StartAsync();
        File.AppendAllText(Path.Combine(inner.Folder, "authorized_keys"), Sshd.PublicKey("user_key") + "\n");
        var endpoint = Endpoint(inner) with
        {
            PrivateKeyFile = Sshd.UserKeyFile,
            ProxyJump = $"{Environment.UserName}@127.0.0.1:{Sshd.Port}",
            ProxyJumpHostKeys = [Sshd.HostKey],
        };
        await WorksAsync(endpoint);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { ProxyJumpHostKeys = [] })).Reason);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { ProxyJumpHostKeys = [inner.HostKey] })).Reason);
        Assert.Equal(FailureReason.RemoteHostKey, (await RefusedAsync(endpoint with { HostKeys = [Sshd.HostKey] })).Reason);
    }

    [Fact]
    [Trait("Attack", "20.9 an option of ssh that would replace what keeps the session safe")]
    public async Task Nasty42_further_options_reach_ssh_and_may_replace_defaults_but_not_safety()
    {
        await WorksAsync(Endpoint() with { SshOptions = new Dictionary<string, string> { ["Ciphers"] = "aes256-ctr" } });
        var none = await RefusedAsync(Endpoint() with { SshOptions = new Dictionary<string, string> { ["Ciphers"] = "3des-cbc" } });
        Assert.Equal((FailureReason.RemoteUnreachable, false), (none.Reason, none.IsTransient));
        foreach (var key in (string[])["StrictHostKeyChecking", "userknownhostsfile", "Match", "no such"])
        {
            var e = await RefusedAsync(Endpoint() with { SshOptions = new Dictionary<string, string> { [key] = "no" } });
            Assert.Contains("SshOptions", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_missing_program_names_the_package()
    {
        var e = await RefusedAsync(Endpoint() with { SshProgram = "no-such-ssh" });
        Assert.Equal(FailureReason.ProgramMissing, e.Reason);
        Assert.Contains("openssh-client", e.Message, StringComparison.Ordinal);
        e = await RefusedAsync(new RemoteEndpoint { Name = "local", Engine = "Local", LocalRoot = Sshd.Folder,
            SftpServerProgram = "/no/such" });
        Assert.Equal(FailureReason.ProgramMissing, e.Reason);
        Assert.Contains("openssh-sftp-server", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_private_file_of_an_attempt_is_left()
    {
        await WorksAsync(Endpoint());
        await RefusedAsync(Endpoint() with { PrivateKeyFile = Sshd.StrangerKeyFile });
        using var own = Harness.NewFactory(Path.Combine(Sshd.Folder, "own-run"));
        await WorksAsync(Endpoint(), own);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Sshd.Folder, "own-run")));
    }

    [Fact]
    [Trait("Attack", "20.9 a secret in the environment reaches ssh")]
    public async Task Ssh_inherits_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("NEXUSGO_SECRET_OF_SOMEBODY_ELSE", "x");
        var (program, seen) = (Path.Combine(Sshd.Folder, "ssh-that-tells"), Path.Combine(Sshd.Folder, "environment"));
        File.WriteAllText(program, $"#!/bin/sh\nenv > {seen}\nexec ssh \"$@\"\n");
        Programs.Run("chmod", ["755", program]);
        await WorksAsync(Endpoint() with { SshProgram = program });
        // PWD is the shell's own.
        Assert.Equal(["LC_ALL", "PATH", "PWD"], File.ReadAllLines(seen).Select(line => line.Split('=')[0]).Order(StringComparer.Ordinal));
    }
}
