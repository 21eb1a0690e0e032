using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Ports;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// OpenPGP inside this process: our own reading of packets and judging of certificates, AES, SHA and RSA by .NET, Curve25519, key wrapping and
/// secret key files by BouncyCastle. Our keys are unlocked at the first use, or by <see cref="Start"/>.
/// </summary>
/// <remarks>Any number of messages may be open side by side; each is read by whoever reads its clear text.</remarks>
public sealed class OpenPgpEngine(OpenPgpEngineOptions options, TimeProvider time, ILoggerFactory loggers) : IOpenPgp, IAsyncDisposable
{
    private readonly ILogger logger = loggers.CreateLogger<OpenPgpEngine>();
    private readonly CertificateStore certificates = new();
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
        if (shape is OpenPgpShape.None or OpenPgpShape.OtherArmour)
        {
            return new RefusedMessage(policy.RequireEncryption ? Refusal.NotEncrypted
                : shape == OpenPgpShape.OtherArmour ? Refusal.NoMessage
                : policy.RequireSignature ? Refusal.NotSigned
                : Refusal.Damaged);
        }

        var keys = Ours();
        var judge = new SignatureJudge(policy, await certificates.GetAsync(policy.Signers, cancellationToken).ConfigureAwait(false), keys, time.GetUtcNow());
        var source = new MessageSource(head.AsMemory(0, length), message);
        var reader = new MessageReader(shape == OpenPgpShape.Armoured ? new UnarmouredStream(source) : source, policy, keys, judge);
        return new OpenedMessage(source, reader, judge, policy, time);
    }

    /// <inheritdoc/>
    public async ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken)
    {
        var keys = Ours();
        var signer = keys.Find(sealing.SignWith) ?? throw new ArgumentException("The signing key is not one of the engine's own keys.", nameof(sealing));
        if (sealing.Recipients.Count == 0)
        {
            throw new ArgumentException("Nobody to seal for.", nameof(sealing));
        }

        var recipients = await certificates.GetAsync(sealing.Recipients, cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(options.SealTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await new MessageSealer(keys, signer, recipients, options.Compression, time.GetUtcNow()).SealAsync(clear, message, both.Token).ConfigureAwait(false);
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
