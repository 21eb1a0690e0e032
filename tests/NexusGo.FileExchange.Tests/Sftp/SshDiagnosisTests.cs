using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>Lines as OpenSSH 9.2 writes them.</summary>
public sealed class SshDiagnosisTests
{
    [Theory]
    [InlineData("Host key verification failed.", FailureReason.RemoteHostKey, false)]
    [InlineData("Unable to negotiate with 127.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa",
        FailureReason.RemoteHostKey, false)]
    [InlineData("me@127.0.0.1: Permission denied (publickey).", FailureReason.RemoteAuthentication, false)]
    [InlineData("Received disconnect from 127.0.0.1 port 22:2: Too many authentication failures", FailureReason.RemoteAuthentication,
        false)]
    [InlineData("Unable to negotiate with 127.0.0.1 port 22: no matching cipher found. Their offer: aes128-cbc",
        FailureReason.RemoteUnreachable, false)]
    [InlineData("config: line 3: Bad configuration option: nosuchoption", FailureReason.RemoteUnreachable, false)]
    [InlineData("subsystem request failed on channel 0", FailureReason.RemoteFailure, false)]
    [InlineData("ssh: connect to host 127.0.0.1 port 1: Connection refused", FailureReason.RemoteUnreachable, true)]
    [InlineData("ssh: Could not resolve hostname nowhere.invalid: Name or service not known", FailureReason.RemoteUnreachable, true)]
    [InlineData("kex_exchange_identification: Connection closed by remote host", FailureReason.RemoteUnreachable, true)]
    [InlineData("debug1: Permission denied (publickey) is only chatter here", FailureReason.RemoteUnreachable, true)]
    public void The_reason_is_told_from_what_ssh_says(string line, FailureReason reason, bool isTransient)
    {
        var end = SshDiagnosis.Explain(ready: false, 255, ["debug1: Connecting to 127.0.0.1", line], ["ssh-ed25519 SHA256:pinned"]);
        Assert.Equal((reason, isTransient), (end.Reason, end.IsTransient));
    }

    [Fact]
    public void A_changed_host_key_names_the_pinned_and_the_offered_fingerprint()
    {
        var end = SshDiagnosis.Explain(ready: false, 255,
            ["debug1: Server host key: ssh-ed25519 SHA256:offered", "Host key verification failed."], ["ssh-ed25519 SHA256:pinned"]);
        Assert.Contains("SHA256:pinned", end.Message, StringComparison.Ordinal);
        Assert.Contains("SHA256:offered", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_session_was_there_its_end_is_a_lost_connection_whatever_is_said() =>
        Assert.Equal((FailureReason.RemoteUnreachable, true),
            SshDiagnosis.Explain(ready: true, 255, ["Permission denied (publickey)."], []) is var end
            ? (end.Reason, end.IsTransient) : default);

    [Fact]
    [Trait("Attack", "20.0 control sequences for an operator's terminal")]
    public void Error_lines_are_bounded_and_escaped()
    {
        var lines = new ErrorLines();
        for (var i = 0; i < 1000; i++)
        {
            lines.Add([.. "\u001b[31m"u8, .. new byte[5000], (byte)'\n']);
        }

        var kept = lines.Snapshot();
        Assert.Equal(200, kept.Count);
        Assert.All(kept, line => Assert.DoesNotContain('\u001b', line));
    }

    [Fact]
    public void Pinned_keys_become_known_hosts_lines_under_an_alias()
    {
        Assert.Equal("h ssh-ed25519 AAAA\n@cert-authority h ssh-rsa BBBB\n",
            HostKeys.KnownHosts("acme", "h", ["ssh-ed25519 AAAA comment", "@cert-authority ssh-rsa BBBB"]));
    }
}
