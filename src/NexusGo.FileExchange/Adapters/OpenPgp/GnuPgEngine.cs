using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// OpenPGP by the operating system's GnuPG. The home, the agent and our keys are set up at the first use (or by
/// <see cref="StartAsync"/>) and removed at disposal; messages still open then are ended.
/// </summary>
/// <remarks>Any number of messages may be open side by side, each costing one process; bounding them is the caller's business.</remarks>
public sealed class GnuPgEngine(GnuPgOptions options, TimeProvider time, ILoggerFactory loggers) : IOpenPgp, IAsyncDisposable
{
    // gpg throws away the whole block that would pass its limit, and then says nothing of a signature: our own count must see the excess first.
    private const int OutputSlackBytes = 1 << 20;

    // A descriptor that gpg uses for nothing else: on its standard output it lists every key that a message contains.
    private static readonly string[] ContentOutput = ["--enable-special-filenames", "--output", $"-&{GnuPgProgram.ContentDescriptor}"];

    private readonly ILogger logger = loggers.CreateLogger<GnuPgEngine>();
    private readonly ConcurrentDictionary<GnuPgMessage, bool> open = new();
    private readonly SemaphoreSlim gate = new(1);
    private GnuPgHome? home;
    private GnuPgAgent? agent;
    private GnuPgOwnKeys? ownKeys;
    private GnuPgKeyrings? keyrings;
    private bool disposed;

    /// <summary>Sets everything up now, so that a missing program or an unreadable key of ours shows at the start.</summary>
    /// <exception cref="FileExchangeException">gpg is missing or too old, or one of our keys cannot be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken) => await EnsureReadyAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        var head = new byte[OpenPgpSniffer.HeadBytes];
        var length = await message.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        var shape = OpenPgpSniffer.Sniff(head.AsSpan(0, length));
        if (shape is OpenPgpShape.None or OpenPgpShape.OtherArmour)
        {
            return new RefusedMessage(policy.RequireEncryption ? Refusal.NotEncrypted
                : shape == OpenPgpShape.OtherArmour ? Refusal.NoMessage
                : policy.RequireSignature ? Refusal.NotSigned
                : Refusal.Damaged);
        }

        var ready = await EnsureReadyAsync(cancellationToken);
        var signers = await ready.Keyrings.GetAsync(policy.Signers, cancellationToken);
        var process = ready.Home.Program.StartGpgWithContentApart([
            .. signers.Arguments, "--no-armor", "--max-output", (policy.MaxClearBytes + OutputSlackBytes).ToString(CultureInfo.InvariantCulture),
            .. ContentOutput, "--decrypt"]);
        ChildPipes.Widen(process.StandardInput.BaseStream);
        ChildPipes.Widen(process.StandardOutput.BaseStream);
        var opened = new GnuPgMessage(process, policy, new OpeningProtocol(policy, signers, ready.OwnKeys, time.GetUtcNow()),
            new MessageFeed(new MessageGrammar(policy.RequireEncryption, ready.Home.AeadReadable), shape == OpenPgpShape.Armoured),
            head.AsMemory(0, length), message, time, ready.Agent.IsAliveAsync, ended => open.TryRemove(ended, out _));
        open[opened] = true;
        return opened;
    }

    /// <inheritdoc/>
    public async ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken)
    {
        var ready = await EnsureReadyAsync(cancellationToken);
        var recipients = await ready.Keyrings.GetAsync(sealing.Recipients, cancellationToken);
        await new GnuPgSealer(ready.Home.Program, ready.OwnKeys, options, time)
            .SealAsync(clear, message, sealing, recipients, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(keyFile, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        var result = await (await EnsureHomeAsync(cancellationToken)).Program.RunGpgAsync(GnuPgKeyrings.Inspection, content, cancellationToken);
        return [.. GnuPgKey.ParseListing(result.Output).Select(key => key.ToInfo())];
    }

    public async ValueTask DisposeAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            foreach (var message in open.Keys)
            {
                message.Kill();
            }

            if (agent is not null)
            {
                await agent.DisposeAsync();
            }

            if (home is not null)
            {
                await home.DisposeAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<GnuPgHome> EnsureHomeAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return home ??= await GnuPgHome.CreateAsync(options, logger, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Ready> EnsureReadyAsync(CancellationToken cancellationToken)
    {
        var current = await EnsureHomeAsync(cancellationToken);
        await gate.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (agent is null || ownKeys is null || !await agent.IsAliveAsync(cancellationToken))
            {
                await RestartAsync(current, cancellationToken);
            }

            return new Ready(current, agent!, ownKeys!, keyrings ??= new GnuPgKeyrings(current.Program));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task RestartAsync(GnuPgHome current, CancellationToken cancellationToken)
    {
        if (agent is not null)
        {
            if (ownKeys is not null)
            {
                OpenPgpLog.OpenPgpAgentLost(logger);
            }

            await agent.DisposeAsync();
            (agent, ownKeys) = (null, null);
        }

        agent = await GnuPgAgent.StartAsync(current.Program, cancellationToken);
        ownKeys = await GnuPgOwnKeys.LoadAsync(current.Program, agent, options.OwnKeys, time.GetUtcNow(), cancellationToken);
        OpenPgpLog.OpenPgpReady(logger, current.Version, options.OwnKeys.Count);
    }

    private sealed record Ready(GnuPgHome Home, GnuPgAgent Agent, GnuPgOwnKeys OwnKeys, GnuPgKeyrings Keyrings);
}
