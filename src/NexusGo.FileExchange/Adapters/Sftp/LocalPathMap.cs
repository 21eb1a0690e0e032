using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// Engine Local: maps the customer's absolute paths under a folder of this machine. A path with ".." or with a linked folder on its way is
/// refused here, with a reason; what becomes a link between this look and the server's leads nowhere, because the server sees no other
/// folder (<see cref="LocalSandbox"/>).
/// </summary>
internal sealed class LocalPathMap
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string endpoint;
    private readonly string root;

    /// <exception cref="RemoteFolderException">The root is not there.</exception>
    public LocalPathMap(RemoteEndpoint endpoint)
    {
        this.endpoint = endpoint.Name;
        var configured = endpoint.LocalRoot is { Length: > 0 } given ? Path.GetFullPath(given) : null;
        if (configured is null || !Directory.Exists(configured))
        {
            throw new RemoteFolderException(FailureReason.RemoteFolderMissing, false, sessionIsDead: true,
                $"{endpoint.Name}: LocalRoot is no folder of this machine.");
        }

        root = Directory.ResolveLinkTarget(configured, returnFinalTarget: true)?.FullName ?? configured;
    }

    public string Root => root;

    public ReadOnlyMemory<byte> Map(RemotePath path)
    {
        var bytes = path.Bytes.Span;
        var slash = bytes.LastIndexOf((byte)'/');
        CheckFolders(bytes[..Math.Max(slash, 0)]);
        var last = bytes[(slash + 1)..];
        if (last.SequenceEqual(".."u8) || last.SequenceEqual("."u8) || last.Contains((byte)0))
        {
            throw Refused();
        }

        return (byte[])[.. Encoding.UTF8.GetBytes(root.TrimEnd('/')), (byte)'/', .. bytes.TrimStart((byte)'/')];
    }

    private void CheckFolders(ReadOnlySpan<byte> folders)
    {
        string text;
        try
        {
            text = Strict.GetString(folders);
        }
        catch (ArgumentException)
        {
            throw Refused();
        }

        var at = root;
        foreach (var segment in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, segment);
            if (segment is "." or ".." || segment.Contains('\0') || new FileInfo(at).LinkTarget is not null)
            {
                throw Refused();
            }
        }
    }

    private RemoteFolderException Refused() =>
        new(FailureReason.RemoteDenied, false, sessionIsDead: false, $"{endpoint}: a path leads out of LocalRoot");
}
