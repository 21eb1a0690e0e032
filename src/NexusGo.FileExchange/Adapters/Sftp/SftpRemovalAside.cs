using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Removes exactly one version of a file without losing another one that is put in its place meanwhile: the file is renamed aside, looked
/// at there, where nobody replaces it any more, and removed, or renamed back. The name aside follows from the path alone, so that whoever
/// repeats the removal after a crash finds what was left.
/// </summary>
/// <remarks>
/// Where the server does not rename, the file is removed where it lies: a version that comes between the look and the removal is lost
/// there.
/// </remarks>
internal sealed class SftpRemovalAside(SftpRemoteFolder remote, SftpClient client, RemotePath file)
{
    private const int NameBytes = 12;

    private readonly RemotePath aside = AsideOf(file);

    /// <summary>The name under which a file lies until it is removed: hidden, and longer than no name that a server takes.</summary>
    public static RemotePath AsideOf(RemotePath file)
    {
        var bytes = file.Bytes.Span;
        var name = $"{PublishRequest.TemporaryPrefix}{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, NameBytes))}.gone";
        return RemotePath.FromBytes([.. bytes[..(bytes.LastIndexOf((byte)'/') + 1)], .. name.Select(c => (byte)c)]);
    }

    public async ValueTask<DeleteOutcome> RunAsync(RemoteVersion version, CancellationToken cancellationToken)
    {
        var entry = await remote.StatAsync(file, cancellationToken);
        if (entry is not { Kind: RemoteEntryKind.File } || entry.Version != version)
        {
            // An earlier attempt may have got as far as the rename.
            var left = await FinishAsync(version, cancellationToken);
            return entry is not null ? DeleteOutcome.Changed : left;
        }

        cancellationToken.ThrowIfCancellationRequested();
        CrashPoint.Pass("aside.renaming");
        client.EnsureMayChange();
        var status = await client.RenameAsync(remote.Map(file), remote.Map(aside));
        CrashPoint.Pass("aside.renamed");
        if (status == SftpStatus.Ok || await remote.StatAsync(file, CancellationToken.None) is null)
        {
            return await FinishAsync(version, CancellationToken.None);
        }

        return await remote.DeleteExactAsync(file, version, cancellationToken);
    }

    /// <summary>Removes what lies aside if it is that version; another version goes back to its name.</summary>
    private async ValueTask<DeleteOutcome> FinishAsync(RemoteVersion version, CancellationToken cancellationToken)
    {
        var entry = await remote.StatAsync(aside, cancellationToken);
        if (entry is null)
        {
            return DeleteOutcome.AlreadyGone;
        }

        if (entry.Kind == RemoteEntryKind.File && entry.Version == version)
        {
            return await remote.DeleteExactAsync(aside, version, cancellationToken);
        }

        // This is another version than the answered one: it was put in its place before the rename. It goes back to its name; where that is
        // taken by now, it stays aside until the name is free.
        client.EnsureMayChange();
        await client.RenameAsync(remote.Map(aside), remote.Map(file));
        return DeleteOutcome.Changed;
    }
}
