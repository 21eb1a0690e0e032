using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Delivery.Consumed;

/// <summary>What one listing of a folder said about the names that were asked for; everything else in the folder is only named.</summary>
internal sealed class FolderSnapshot
{
    private const int MostStrangers = 1_000;

    private readonly Dictionary<RemoteName, RemoteEntry> found = [];
    private readonly List<RemoteName> strangers = [];

    /// <summary>
    /// Files that were not asked for: the customer's own, or put here by mistake. Hidden and temporary ones are left out.
    /// </summary>
    public IReadOnlyList<RemoteName> Strangers => strangers;

    /// <summary>Whether the listing came to its end: only then does a name that is not in it say anything.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why it did not.</summary>
    public FailureReason? Problem { get; private set; }

    public RemoteEntry? Find(RemoteName name) => found.GetValueOrDefault(name);

    /// <summary>Whether a regular file has the name.</summary>
    public bool HasFile(RemoteName name) => Find(name) is { Kind: RemoteEntryKind.File };

    /// <exception cref="RemoteFolderException">The session is dead. Any other failure makes an incomplete look.</exception>
    public static async Task<FolderSnapshot> TakeAsync(IRemoteFolder remote, RemotePath folder, IReadOnlySet<RemoteName> wanted,
        CancellationToken cancellationToken)
    {
        var look = new FolderSnapshot();
        try
        {
            await foreach (var entry in remote.ListAsync(folder, null, cancellationToken).ConfigureAwait(false))
            {
                if (wanted.Contains(entry.Name))
                {
                    look.found[entry.Name] = entry;
                }
                else if (entry.Kind == RemoteEntryKind.File && look.strangers.Count < MostStrangers && !IsLeftOut(entry.Name.Bytes.Span))
                {
                    look.strangers.Add(entry.Name);
                }
            }

            look.IsComplete = true;
        }
        catch (RemoteFolderException e) when (!e.SessionIsDead)
        {
            look.Problem = e.Reason;
        }

        return look;
    }

    private static bool IsLeftOut(ReadOnlySpan<byte> name) => name[0] is (byte)'.' or (byte)'~' || name.EndsWith(".done"u8);

    /// <summary>For tests: entries as given.</summary>
    internal static FolderSnapshot Of(bool isComplete, params IEnumerable<RemoteEntry> entries)
    {
        var look = new FolderSnapshot { IsComplete = isComplete };
        foreach (var entry in entries)
        {
            look.found[entry.Name] = entry;
        }

        return look;
    }
}
