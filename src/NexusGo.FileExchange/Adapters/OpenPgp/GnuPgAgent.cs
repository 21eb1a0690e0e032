using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// The one gpg-agent of a home, which alone works with our secret keys. It is started around a child that waits on a pipe from us:
/// when the pipe closes, because we are disposed of or killed, the child ends, and the agent ends itself within seconds.
/// </summary>
internal sealed class GnuPgAgent : IAsyncDisposable
{
    /// <summary>Never asks a person, never looks for cards, never forgets a passphrase it was given at the start.</summary>
    public const string Configuration = """
        disable-scdaemon
        extra-socket none
        browser-socket none
        pinentry-program /bin/false
        no-allow-external-cache
        allow-preset-passphrase
        max-cache-ttl 1000000000
        log-file /dev/null

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly GnuPgProgram program;
    private readonly Process keeper;
    private volatile bool ended;

    private GnuPgAgent(GnuPgProgram program, Process keeper)
    {
        this.program = program;
        this.keeper = keeper;
    }

    public static async Task<GnuPgAgent> StartAsync(GnuPgProgram program, CancellationToken cancellationToken)
    {
        var keeper = program.StartCompanion("gpg-agent",
            ["--homedir", program.Home, "--daemon", "--", "sh", "-c", "echo ready; exec cat > /dev/null"]);
        var agent = new GnuPgAgent(program, keeper);
        try
        {
            var ready = await keeper.StandardOutput.ReadLineAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return ready == "ready" && await agent.IsAliveAsync(cancellationToken) ? agent
                : throw new FileExchangeException(FailureReason.OpenPgpFailure, true, "gpg-agent did not start.");
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether it answers on its socket. An agent that was given up is dead, though its successor answers on the same path.</summary>
    public async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (ended)
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(program.Home, "S.gpg-agent")), cancellationToken);
            var greeting = new byte[128];
            var length = await socket.ReceiveAsync(greeting, cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);
            return greeting.AsSpan(0, length).StartsWith("OK"u8);
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Hands it the passphrase of a key for as long as it lives. The passphrase goes through a pipe, never a command line.</summary>
    public async Task PresetPassphraseAsync(string keygrip, string passphrase, CancellationToken cancellationToken)
    {
        var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(passphrase));
        var command = Encoding.ASCII.GetBytes($"PRESET_PASSPHRASE {keygrip} -1 {hex}\n/bye\n");
        var result = await program.RunCompanionAsync("gpg-connect-agent", ["--homedir", program.Home, "--no-autostart"], command, cancellationToken);
        if (!result.Output.StartsWith("OK", StringComparison.Ordinal))
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, false, "gpg-agent did not take a passphrase.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        ended = true;
        try
        {
            await program.RunCompanionAsync("gpgconf", ["--homedir", program.Home, "--kill", "gpg-agent"], default, CancellationToken.None)
                .WaitAsync(Patience, TimeProvider.System);
        }
        catch (Exception e) when (e is TimeoutException or FileExchangeException)
        {
            // The closed pipe below ends it all the same.
        }

        GnuPgProgram.Kill(keeper);
        keeper.Dispose();
    }
}
