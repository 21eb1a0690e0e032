using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Demo;

/// <summary>The partner's way into its own area, and its half of the encryption.</summary>
/// <param name="Profile">Of the form of production.json, seen from the partner: how it gets in, its folders, and as AnswerCertificates our
/// certificate.</param>
/// <param name="Remotes">Opens sessions to the area.</param>
/// <param name="OpenPgp">The partner's engine with its own key; null: it has none.</param>
/// <param name="SignWith">Primary fingerprint of the partner's key; null: it has none.</param>
internal sealed record PartnerSide(ProductionProfile Profile, IRemoteFolderFactory Remotes, IOpenPgp? OpenPgp = null,
    string? SignWith = null)
{
    private const long MaxClearBytes = 1L << 30;

    private OpenPgpCertificate[]? bureau;

    public RemotePath Inbox { get; } = RemotePath.Folder(Profile.Folders.In);
    public RemotePath Batches { get; } = RemotePath.Folder(Profile.Folders.Batches);
    public RemotePath Receipts { get; } = RemotePath.Folder(Profile.Folders.Receipts);

    /// <summary>Whether event files go out encrypted and signed.</summary>
    public bool Seals => Profile.Pgp.AnswerCertificates.Count > 0 && SignWith is not null;

    /// <exception cref="RemoteFolderException">The area cannot be reached, or refuses.</exception>
    public ValueTask<IRemoteFolder> ConnectAsync(CancellationToken cancellationToken) =>
        Remotes.ConnectAsync(RemoteSessions.EndpointOf(Profile.AsArea()), cancellationToken);

    /// <summary>The clear content of a file of ours, or null when it is not there any more.</summary>
    /// <exception cref="FileExchangeException">It is encrypted and cannot be opened, or not signed by us.</exception>
    public async Task<MemoryStream?> ReadAsync(IRemoteFolder remote, RemotePath folder, RemoteName name,
        CancellationToken cancellationToken)
    {
        await using var file = await remote.OpenReadAsync(folder.Combine(name), cancellationToken);
        if (file is null)
        {
            return null;
        }

        var content = new MemoryStream();
        if (name.ToString().EndsWith(".pgp", StringComparison.Ordinal))
        {
            await OpenAsync(file.Content, content, name, cancellationToken);
        }
        else
        {
            await file.Content.CopyToAsync(content, cancellationToken);
        }

        content.Position = 0;
        return content;
    }

    /// <summary>Puts an event file into the area, encrypted and signed where that is agreed.</summary>
    /// <returns>False: the name is taken.</returns>
    public async Task<bool> WriteAsync(IRemoteFolder remote, string name, byte[] clear, CancellationToken cancellationToken)
    {
        var content = Seals ? await SealAsync(clear, cancellationToken) : clear;
        var outcome = await remote.PublishAsync(new PublishRequest
        {
            Folder = Inbox,
            Name = RemoteName.From(Seals ? name + ".pgp" : name),
            LengthBytes = content.Length,
            Sha256 = SHA256.HashData(content),
            OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(content, writable: false)),
            Attempt = Guid.NewGuid().ToString("N"),
        }, cancellationToken);
        return outcome != PublishOutcome.NameTaken;
    }

    private async Task OpenAsync(Stream message, Stream clear, RemoteName name, CancellationToken cancellationToken)
    {
        if (OpenPgp is null)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                $"{name} is encrypted, and the simulated partner has no OpenPGP key: name its folder with --keys.");
        }

        await using var opened = await OpenPgp.OpenAsync(message,
            new OpenPgpPolicy { Signers = await BureauAsync(cancellationToken), MaxClearBytes = MaxClearBytes }, cancellationToken);
        await opened.Clear.CopyToAsync(clear, cancellationToken);
        if ((await opened.CompleteAsync(cancellationToken)).ErrorCode is { } code)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, isTransient: false, $"{name} is refused with {code}.");
        }
    }

    private async Task<byte[]> SealAsync(byte[] clear, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        await OpenPgp!.SealAsync(new MemoryStream(clear), message,
            new OpenPgpSealing { Recipients = await BureauAsync(cancellationToken), SignWith = SignWith! }, cancellationToken);
        return message.ToArray();
    }

    private async Task<OpenPgpCertificate[]> BureauAsync(CancellationToken cancellationToken)
    {
        if (bureau is null)
        {
            var found = new List<OpenPgpCertificate>();
            foreach (var file in Profile.Pgp.AnswerCertificates)
            {
                found.AddRange((await OpenPgp!.InspectAsync(file, cancellationToken))
                    .Select(key => new OpenPgpCertificate(key.Fingerprint, file)));
            }

            bureau = [.. found];
        }

        return bureau;
    }
}
