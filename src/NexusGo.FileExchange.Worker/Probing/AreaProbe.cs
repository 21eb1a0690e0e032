using System.Globalization;
using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators.Probing;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Worker.Probing;

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

    /// <summary>
    /// How long the steps of the server's file times are looked for. The protocol (version 3) tells no finer ones than a second.
    /// </summary>
    private static readonly TimeSpan LongestGrain = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan BetweenGrains = TimeSpan.FromMilliseconds(100);

    private readonly List<TimeSpan> skews = [];
    private readonly Dictionary<string, string> states = new(StringComparer.Ordinal);

    public async Task<AreaFindings> RunAsync(CancellationToken cancellationToken)
    {
        var steps = new List<ProbeStep>();
        var folders = profile.Folders;
        foreach (var (folder, isOptional) in new[] { (folders.In, false), (folders.Test, true), (folders.Receipts, false),
            (folders.Errors, false), (folders.Reports, false), (folders.Consumed, true) }.Where(one => one.Item1.Length > 0).Distinct())
        {
            var step = await FolderAsync(folder, isOptional, cancellationToken);
            states[folder] = step.Result == ProbeResult.Good ? AreaTraits.Works : step.Text;
            steps.Add(step);
        }

        var server = await session.ProbeAsync(cancellationToken);
        steps.Add(ServerStep(server));
        var skew = skews.Count == 0 ? (TimeSpan?)null : skews.MinBy(one => one.Duration());
        if (skew is { } clock)
        {
            steps.Add(new ProbeStep("clock", clock.Duration() > ToldSkew ? ProbeResult.Warning : ProbeResult.Good,
                Text($"the server's clock is {clock.TotalSeconds:+0;-0;0} s from ours")
                + (clock.Duration() > ToldSkew ? "; nothing of ours depends on it" : "")));
        }

        var grain = states.FirstOrDefault(one => one.Value == AreaTraits.Works).Key is { } works
            ? await GrainAsync(RemotePath.Folder(works), cancellationToken) : null;
        steps.Add(GrainStep(grain));
        return new AreaFindings(steps, new AreaTraits
        {
            Folders = states, Extensions = [.. server.Extensions.Order(StringComparer.Ordinal)],
            SkewSeconds = skew is { } moved ? (long)moved.TotalSeconds : null, GrainSeconds = grain,
        });
    }

    private static ProbeStep GrainStep(long? grain) => grain is null
        ? new ProbeStep("grain of times", ProbeResult.Skipped, Text(
            $"not known: no file could be written, or none got another time within {LongestGrain.TotalSeconds} s, ")
            + "or writing takes too long to tell")
        : new ProbeStep("grain of times", grain == 1 ? ProbeResult.Good : ProbeResult.Warning,
            Text($"file times come in steps of {grain} s{(grain == 1 ? ", the finest that the protocol tells" : "")}"));

    private static ProbeStep ServerStep(RemoteProbe server) => new("server", ProbeResult.Good,
        $"extensions {(server.Extensions.Count == 0 ? "none" : string.Join(' ', server.Extensions))}; "
        + Text($"reads up to {server.MaxReadBytes} and writes up to {server.MaxWriteBytes} bytes; ")
        + (server.FreeBytes is { } free ? Text($"{free >> 20} MiB free") : "free room unknown"));

    /// <summary>Writes files one after the other until their times tell the steps in which they come.</summary>
    private async Task<long?> GrainAsync(RemotePath folder, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var files = new List<WrittenFile>();
        while (FileTimeGrain.Of(files) is null && time.GetElapsedTime(began) < LongestGrain)
        {
            var before = time.GetElapsedTime(began);
            var seconds = await RoundTripAsync(folder, cancellationToken);
            files.Add(new WrittenFile(before, time.GetElapsedTime(began), seconds));
            await Task.Delay(BetweenGrains, time, cancellationToken);
        }

        return FileTimeGrain.Of(files);
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
            return new ProbeStep(name, ProbeResult.Good,
                Text($"{(isMade ? "made; " : "")}{entries} entries; list, write, rename and remove work"));
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

    /// <summary>Writes, renames and removes a file, and returns its time.</summary>
    private async Task<long> RoundTripAsync(RemotePath folder, CancellationToken cancellationToken)
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
        if (await session.StatAsync(file, cancellationToken) is not { } entry)
        {
            throw new RemoteFolderException(FailureReason.RemoteFailure, false, sessionIsDead: false,
                "a file that was written is not there under its name; the server changes names with letters beyond ASCII");
        }

        skews.Add(DateTimeOffset.FromUnixTimeSeconds(entry.Version.ModifiedSeconds) - before);
        await session.DeleteExactAsync(file, entry.Version, cancellationToken);
        return await session.StatAsync(file, cancellationToken) is null ? entry.Version.ModifiedSeconds
            : throw new RemoteFolderException(FailureReason.RemoteDenied, false, sessionIsDead: false, "a file of ours cannot be removed");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
