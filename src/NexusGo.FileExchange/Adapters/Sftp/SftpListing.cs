using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// One streamed listing. Several READDIRs are in flight; how many grows with the folder, so that an idle poll costs few packets.
/// </summary>
internal sealed class SftpListing(SftpClient client, RemotePath folder, ReadOnlyMemory<byte> remotePath, Action<string>? onHostileName)
{
    /// <summary>More entries than this in one folder is a failure: memory for their names is bounded, and a listing has an end.</summary>
    public const int MaxEntries = 1_000_000;

    private const int FirstDepth = 2;
    private const int LargestDepth = 32;
    private const int MaxEmptyAnswers = 100;

    private readonly HashSet<RemoteName> seen = [];
    private int entries;
    private int emptyAnswers;

    public async IAsyncEnumerable<RemoteEntry> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var opened = await client.OpenFolderAsync(remotePath, cancellationToken);
        if (opened.Value is null)
        {
            throw opened.Status.IsMissing() ? client.FolderMissing(folder) : client.Refused("opening the folder", opened.Status);
        }

        using var handle = opened.Value;
        var ahead = new Queue<SftpRequest>();
        try
        {
            var depth = FirstDepth;
            var ended = false;
            while (true)
            {
                while (!ended && ahead.Count < depth)
                {
                    ahead.Enqueue(client.ReadFolder(handle));
                }

                if (!ahead.TryDequeue(out var request))
                {
                    yield break;
                }

                if (await BatchAsync(request, cancellationToken) is not { } batch)
                {
                    ended = true;
                    continue;
                }

                depth = Math.Min(depth * 2, LargestDepth);
                foreach (var (name, attributes) in batch)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (attributes.IsComplete)
                    {
                        yield return new RemoteEntry(name, attributes.Kind, attributes.Version);
                    }
                    else if (await AskAsync(name, attributes, cancellationToken) is { } entry)
                    {
                        yield return entry;
                    }
                }
            }
        }
        finally
        {
            foreach (var request in ahead)
            {
                request.Abandon();
            }
        }
    }

    /// <summary>The new names of one answer, or null at the end of the folder.</summary>
    private async ValueTask<List<(RemoteName, SftpAttributes)>?> BatchAsync(SftpRequest request, CancellationToken cancellationToken)
    {
        using var cancel = cancellationToken.UnsafeRegister(static r => ((SftpRequest)r!).Abandon(), request);
        SftpReply reply;
        try
        {
            reply = await request.Reply;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        using (reply)
        {
            if (reply.Type == SftpPacketType.Name)
            {
                return client.Guard(reply, ReadNames);
            }

            var status = client.Refusal(reply);
            return status == SftpStatus.Eof ? null : throw client.Refused("reading the folder", status);
        }
    }

    private List<(RemoteName, SftpAttributes)> ReadNames(ref SftpPacketReader fields)
    {
        var count = fields.ReadCount(12);
        if (count == 0 && ++emptyAnswers > MaxEmptyAnswers)
        {
            throw new SftpFormatException("a listing of empty answers without an end");
        }

        entries += count;
        if (entries > MaxEntries)
        {
            throw new RemoteFolderException(FailureReason.RemoteFailure, false, sessionIsDead: false,
                $"{client.Name}: the folder {folder} has more than {MaxEntries} entries");
        }

        var batch = new List<(RemoteName, SftpAttributes)>(count);
        for (var i = 0; i < count; i++)
        {
            var bytes = fields.ReadString();
            var line = fields.ReadString();
            var attributes = fields.ReadAttributes();
            if (!attributes.HasType && SftpAttributes.TypeIn(line) is { } kind)
            {
                attributes = attributes.WithType(kind);
            }

            if (bytes.SequenceEqual("."u8) || (bytes.SequenceEqual(".."u8) && IsFolder(attributes)))
            {
                continue;
            }

            if (!RemoteName.TryCreate(bytes, out var name))
            {
                onHostileName?.Invoke(DisplayText.Escape(bytes[..Math.Min(bytes.Length, RemoteName.MaxBytes)]));
            }
            else if (seen.Add(name))
            {
                batch.Add((name, attributes));
            }
        }

        return batch;
    }

    /// <summary>Every listing of a folder has an entry ".." that is a folder.</summary>
    private static bool IsFolder(SftpAttributes attributes) => !attributes.HasType || attributes.Kind == RemoteEntryKind.Folder;

    private async ValueTask<RemoteEntry?> AskAsync(RemoteName name, SftpAttributes listed, CancellationToken cancellationToken)
    {
        var path = RemotePath.FromBytes(remotePath.Span).Combine(name);
        var (status, attributes) = await client.AttributesAsync(client.LStat(path.Bytes.Span, cancellationToken));
        if (status != SftpStatus.Ok)
        {
            return status.IsMissing() ? null : new RemoteEntry(name, RemoteEntryKind.Other, default);
        }

        attributes = listed.HasType && !attributes.HasType
            ? attributes.WithType(listed.Kind)
            : await client.CompleteAsync(path.Bytes, attributes, cancellationToken);
        return new RemoteEntry(name, attributes.Kind, attributes.Version);
    }
}
