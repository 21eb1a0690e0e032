using System.Globalization;
using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Worker.Commands.Probe;

/// <summary>
/// Tries on a customer's area what the worker does there: lists each folder, and writes, renames and removes a file of ours. Its names
/// begin with a dot, so that neither the customer's programs nor a worker take them for anything.
/// </summary>
/// <param name="session">The area.</param>
/// <param name="profile">Whose.</param>
/// <param name="createFolders">Make what is missing.</param>
/// <param name="time">The clock.</param>
internal sealed class AreaProbe(IRemoteFolder session, CustomerProfile profile, bool createFolders, TimeProvider time)
{
    /// <summary>A clock that differs by more than this is told; nothing depends on it.</summary>
    private static readonly TimeSpan ToldSkew = TimeSpan.FromSeconds(60);

    private static readonly byte[] Content = "probe\n"u8.ToArray();

    private readonly List<TimeSpan> skews = [];

    public async Task<IReadOnlyList<ProbeStep>> RunAsync(CancellationToken cancellationToken)
    {
        var steps = new List<ProbeStep>();
        var folders = profile.Folders;
        foreach (var (folder, isOptional) in new[] { (folders.In, false), (folders.Test, true), (folders.Receipts, false),
            (folders.Errors, false), (folders.Reports, false), (folders.Consumed, true) }.Where(one => one.Item1.Length > 0).Distinct())
        {
            steps.Add(await FolderAsync(folder, isOptional, cancellationToken));
        }

        var server = await session.ProbeAsync(cancellationToken);
        steps.Add(new ProbeStep("server", ProbeResult.Good, string.Create(CultureInfo.InvariantCulture,
            $"extensions {(server.Extensions.Count == 0 ? "none" : string.Join(' ', server.Extensions))}; reads up to "
            + $"{server.MaxReadBytes} and ")
            + string.Create(CultureInfo.InvariantCulture, $"writes up to {server.MaxWriteBytes} bytes; ")
            + (server.FreeBytes is { } free ? string.Create(CultureInfo.InvariantCulture, $"{free >> 20} MiB free")
                : "free room unknown")));
        if (skews.Count > 0)
        {
            var skew = skews.OrderBy(one => one.Duration()).First();
            steps.Add(new ProbeStep("clock", skew.Duration() > ToldSkew ? ProbeResult.Warning : ProbeResult.Good, string.Create(
                CultureInfo.InvariantCulture,
                $"the server's clock is {skew.TotalSeconds:+0;-0;0} s from ours; whole seconds (SFTP version 3)")
                + (skew.Duration() > ToldSkew ? "; nothing of ours depends on it" : "")));
        }

        return steps;
    }

    private async Task<ProbeStep> FolderAsync(string folder, bool isOptional, CancellationToken cancellationToken)
    {
        var (name, path) = ($"folder {folder}", RemotePath.Folder(folder));
        var isMade = false;
        try
        {
            if (createFolders && await IsMissingAsync(path, cancellationToken))
            {
                isMade = await CreateWithParentsAsync(folder, cancellationToken);
            }

            var entries = 0;
            await foreach (var _ in session.ListAsync(path, null, cancellationToken))
            {
                entries++;
            }

            await RoundTripAsync(path, cancellationToken);
            return new ProbeStep(name, ProbeResult.Good, string.Create(CultureInfo.InvariantCulture,
                $"{(isMade ? "made; " : "")}{entries} entries; list, write, rename and remove work"));
        }
        catch (RemoteFolderException failure) when (failure.Reason == FailureReason.RemoteFolderMissing && !failure.SessionIsDead)
        {
            return new ProbeStep(name, isOptional ? ProbeResult.Warning : ProbeResult.Failed,
                $"is not there{(isOptional ? ", which is allowed" : "")}. To make it: nexusgo-fx probe {profile.CustomerId} "
                + $"--create-folders");
        }
        catch (RemoteFolderException failure) when (!failure.SessionIsDead)
        {
            return new ProbeStep(name, ProbeResult.Failed, $"{failure.Reason}: {failure.Message}");
        }
    }

    private async Task<bool> IsMissingAsync(RemotePath folder, CancellationToken cancellationToken) =>
        await session.StatAsync(RemotePath.FromBytes(folder.Bytes.Span.TrimEnd((byte)'/')), cancellationToken) is null;

    private async Task<bool> CreateWithParentsAsync(string folder, CancellationToken cancellationToken)
    {
        var parts = folder.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isMade = false;
        for (var depth = 1; depth <= parts.Length; depth++)
        {
            isMade = await session.CreateFolderAsync(RemotePath.Folder("/" + string.Join('/', parts[..depth])), cancellationToken);
        }

        return isMade;
    }

    private async Task RoundTripAsync(RemotePath folder, CancellationToken cancellationToken)
    {
        var attempt = RandomNumberGenerator.GetHexString(12, lowercase: true);

        // Not ASCII alone: a server that changes names would lose answers later.
        var name = RemoteName.From($"{PublishRequest.TemporaryPrefix}probe-å-{attempt}");
        var before = time.GetUtcNow();
        await session.PublishAsync(new PublishRequest
        {
            Folder = folder,
            Name = name,
            LengthBytes = Content.Length,
            Sha256 = SHA256.HashData(Content),
            OpenContent = _ => ValueTask.FromResult<Stream>(new MemoryStream(Content, writable: false)),
            Attempt = attempt,
        }, cancellationToken);
        var file = folder.Combine(name);
        if (await session.StatAsync(file, cancellationToken) is { } entry)
        {
            skews.Add(DateTimeOffset.FromUnixTimeSeconds(entry.Version.ModifiedSeconds) - before);
            await session.DeleteExactAsync(file, entry.Version, cancellationToken);
        }
        else
        {
            throw new RemoteFolderException(FailureReason.RemoteFailure, false, sessionIsDead: false,
                "a file that was written is not there under its name; the server changes names with letters beyond ASCII");
        }

        if (await session.StatAsync(file, cancellationToken) is not null)
        {
            throw new RemoteFolderException(FailureReason.RemoteDenied, false, sessionIsDead: false, "a file of ours cannot be removed");
        }
    }
}
