using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>One listing of an inbox folder, sorted by what the entries are to us.</summary>
/// <param name="profile">Whose inbox.</param>
/// <param name="names">The names agreed with this customer.</param>
/// <param name="folder">The folder.</param>
internal sealed class InboxListing(CustomerProfile profile, FileNames names, RemotePath folder)
{
    private readonly RemotePath[] own = [.. new[]
    {
        profile.Folders.In, profile.Folders.Test, profile.Folders.Receipts, profile.Folders.Errors, profile.Folders.Reports,
        profile.Folders.Consumed,
    }.Where(path => path.Length > 0).Select(RemotePath.Folder)];

    public List<InboxEntry> Files { get; } = [];

    /// <summary>.done and .ctl files.</summary>
    public List<InboxEntry> Companions { get; } = [];

    /// <summary>Folders that are not ours, links, and uploads that are not at their end.</summary>
    public List<InboxEntry> Foreign { get; } = [];

    public int Count => Files.Count + Companions.Count + Foreign.Count;

    /// <summary>In this order the store gives sightings back.</summary>
    public IEnumerable<InboxEntry> All => Files.Concat(Companions).Concat(Foreign);

    public void Add(RemoteEntry entry)
    {
        var name = names.Classify(entry.Name);
        var path = folder.Combine(entry.Name);
        if (name.Kind == InboundKind.Ignored && !name.IsUpload)
        {
            return;
        }

        if (entry.Kind != RemoteEntryKind.File)
        {
            if (!Array.Exists(own, one => one.IsInside(path)))
            {
                Foreign.Add(new InboxEntry(entry, name, path));
            }

            return;
        }

        (name.Kind switch { InboundKind.Ignored => Foreign, InboundKind.Marker => Companions, _ => Files })
            .Add(new InboxEntry(entry, name, path));
    }

    /// <summary>
    /// For each companion the place of its data file in <see cref="Files"/>, or -1. Case does not matter, unless it would be for two files
    /// at once: then only the exact name counts.
    /// </summary>
    public IReadOnlyList<int> DataFiles()
    {
        if (Companions.Count == 0)
        {
            return [];
        }

        var exact = Files.Select((file, at) => (file.Entry.Name, at)).ToDictionary(one => one.Name, one => one.at);
        var alike = Files.Select((file, at) => (Name: file.Entry.Name.ToString(), at))
            .ToLookup(one => one.Name, one => one.at, StringComparer.OrdinalIgnoreCase);
        return [.. Companions.Select(companion =>
        {
            var data = companion.Name.MarkerOf!.Value;
            return exact.TryGetValue(data, out var at) ? at : alike[data.ToString()].ToList() is [var only] ? only : -1;
        })];
    }
}

/// <param name="Entry">As the server listed it.</param>
/// <param name="Name">What its name says.</param>
/// <param name="Path">Where it lies.</param>
internal sealed record InboxEntry(RemoteEntry Entry, InboundName Name, RemotePath Path)
{
    /// <summary>Why it is no file for us, if nothing changes.</summary>
    public ForeignEntry Foreign => (Entry.Kind, Name.Kind) switch
    {
        (RemoteEntryKind.Folder, _) => ForeignEntry.Folder,
        (RemoteEntryKind.Link, _) => ForeignEntry.Link,
        (RemoteEntryKind.Other, _) => ForeignEntry.Special,
        (_, InboundKind.Marker) => ForeignEntry.LoneCompanion,
        (_, InboundKind.Ignored) => ForeignEntry.UnfinishedUpload,
        _ => ForeignEntry.None,
    };
}
