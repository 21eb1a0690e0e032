using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// OpenPGP inside this process: our own reading of packets and judging of certificates, AES, SHA and RSA by .NET, Curve25519, key wrapping
/// and secret key files by BouncyCastle. Our keys are unlocked at the first use, or by <see cref="Start"/>.
/// </summary>
/// <remarks>Any number of messages may be open side by side; each is read by whoever reads its clear text.</remarks>
public sealed class OpenPgpEngine(OpenPgpEngineOptions options, TimeProvider time, ILoggerFactory loggers) : IOpenPgp, IAsyncDisposable
{
    // Enough of a file that is no message to say what it is.
    private const int MoreHeadBytes = 4096;

    private readonly ILogger logger = loggers.CreateLogger<OpenPgpEngine>();
    private readonly CertificateFiles certificates = new();
    private readonly Lock gate = new();
    private BureauSecretKeys? ours;
    private bool disposed;

    /// <summary>Unlocks our keys now, so that an unusable one shows at the start.</summary>
    /// <exception cref="FileExchangeException">One of our keys cannot be used.</exception>
    public void Start() => Ours();

    /// <inheritdoc/>
    public async ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        var head = new byte[OpenPgpSniffer.HeadBytes];
        var length = await message.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var shape = OpenPgpSniffer.Sniff(head.AsSpan(0, length));
        if (shape is not (OpenPgpShape.Armoured or OpenPgpShape.Binary))
        {
            return new RefusedMessage(await WhyNoMessageAsync(head.AsMemory(0, length), message, policy, cancellationToken)
                .ConfigureAwait(false));
        }

        var keys = Ours();
        var judge = new SignatureJudge(policy, await certificates.GetAsync(policy.Signers, cancellationToken).ConfigureAwait(false), keys,
            time.GetUtcNow());
        var source = new MessageSource(head.AsMemory(0, length), message, shape == OpenPgpShape.Armoured);
        var reader = new MessageReader(shape == OpenPgpShape.Armoured ? new UnarmouredStream(source) : source, policy, keys, judge);
        return new OpenedMessage(source, reader, judge, policy, time);
    }

    /// <inheritdoc/>
    public async ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken)
    {
        var keys = Ours();
        var signer = keys.Find(sealing.SignWith) ?? throw new ArgumentException("The signing key is not one of the engine's own keys.",
            nameof(sealing));
        if (sealing.Recipients.Count == 0)
        {
            throw new ArgumentException("Nobody to seal for.", nameof(sealing));
        }

        var recipients = await certificates.GetAsync(sealing.Recipients, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(options.SealTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await new MessageSealer(keys, signer, recipients, options.Compression, time.GetUtcNow()).SealAsync(clear, message, both.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, true, $"Sealing took longer than {options.SealTimeout}.", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken)
    {
        try
        {
            var content = await File.ReadAllBytesAsync(keyFile, cancellationToken).ConfigureAwait(false);
            return [.. CertificateReader.Read(content).Select(key => key.ToInfo())];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
        {
            disposed = true;
            ours?.Dispose();
            ours = null;
        }

        return ValueTask.CompletedTask;
    }

    private static async ValueTask<Refusal> WhyNoMessageAsync(ReadOnlyMemory<byte> head, Stream message, OpenPgpPolicy policy,
        CancellationToken cancellationToken)
    {
        var more = new byte[MoreHeadBytes];
        head.CopyTo(more);
        var length = head.Length + await message.ReadAtLeastAsync(more.AsMemory(head.Length), more.Length - head.Length,
            throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var start = more.AsMemory(0, length);
        switch (OpenPgpSniffer.Sniff(start.Span))
        {
            case OpenPgpShape.Utf16Armour:
                return Refusal.Utf16;
            case OpenPgpShape.TextAround:
                return Refusal.TextAround;
            case OpenPgpShape.ClearSigned or OpenPgpShape.Signature or OpenPgpShape.Key
                or OpenPgpShape.OtherArmour when !policy.RequireEncryption:
                return Refusal.NoMessage;
            case OpenPgpShape.ClearSigned:
                return Refusal.ClearSigned;
            case OpenPgpShape.Signature:
                return Refusal.Detached;
            case OpenPgpShape.Key:
                return Refusal.KeySent;
        }

        if (OpenPgpSniffer.LooksGarbled(start.Span))
        {
            var damage = new TextModeDamage(isArmoured: false);
            damage.Take(start.Span);
            return damage.IsSeen ? Refusal.TextMode : Refusal.Damaged;
        }

        return policy.RequireEncryption ? Refusal.NotEncrypted : policy.RequireSignature ? Refusal.NotSigned : Refusal.Damaged;
    }

    private BureauSecretKeys Ours()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (ours is null)
            {
                ours = BureauSecretKeys.Load(options.OwnKeys);
                OpenPgpLog.OpenPgpReady(logger, ours.Count);
            }

            return ours;
        }
    }
}
