using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>Somebody with an area of its own: what it put there, and what it has had enough of.</summary>
internal abstract class SimulatedArea
{
    private static readonly string[] AnswerFolders = ["/out/receipts/", "/out/errors/", "/out/reports/", "/out/batches/"];

    protected SimulatedArea(SimulationWorld world, CustomerProfile profile, TimeProvider server)
    {
        (World, Profile) = (world, profile);
        Area = new InMemoryRemoteArea(server, "/in", "/out/receipts", "/out/errors", "/out/reports", "/out/batches", "/out/consumed")
        {
            OnChange = (path, before, after) =>
            {
                world.Invariants.OnChange(this, path, before, after);
                if (after is null && !IsActing)
                {
                    OnRemoved(path.ToString(), before!);
                }
            },
        };
    }

    public CustomerProfile Profile { get; protected set; }

    public string Name => Profile.CustomerId;

    public InMemoryRemoteArea Area { get; }

    /// <summary>Files that lay whole in the inbox.</summary>
    public List<(string Name, byte[] Content)> Dropped { get; } = [];

    /// <summary>Those of them that were replaced while they lay there.</summary>
    public List<(string Name, byte[] Content)> Overwritten { get; } = [];

    /// <summary>Those that lay there again after they were removed: they may be removed again, or answered again.</summary>
    public List<(string Name, byte[] Content)> CameBack { get; } = [];

    /// <summary>Answers that it has had enough of, as they lie there.</summary>
    public HashSet<string> Consumed { get; } = new(StringComparer.Ordinal);

    /// <summary>The same, and those that were delivered again afterwards.</summary>
    public HashSet<string> EverConsumed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether operators have it wait: no run over it begins.</summary>
    public bool IsPaused { get; protected set; }

    /// <summary>Whether it is the area's owner who changes it right now.</summary>
    public bool IsActing { get; private set; }

    /// <summary>What lies in the folders of answers and is no marker and nothing temporary.</summary>
    public IEnumerable<string> Answers => Area.Files.Where(path => Array.Exists(AnswerFolders, folder =>
        path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] != '.')
        && !path.EndsWith(".done", StringComparison.Ordinal));

    protected SimulationWorld World { get; }

    /// <summary>A worker removes a file.</summary>
    protected virtual void OnRemoved(string path, InMemoryRemoteArea.Node removed)
    {
    }

    protected void Drop(string story, string name, byte[] content, long? modifiedSeconds = null)
    {
        if (Area.Get("/in/" + name) is { } there)
        {
            Overwritten.AddRange(Dropped.FindAll(one => one.Name == name && one.Content.AsSpan().SequenceEqual(there)).TakeLast(1));
        }

        Dropped.Add((name, content));
        Change(story, () => Area.Put("/in/" + name, content, modifiedSeconds is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null));
    }

    protected void Delete(string path)
    {
        Consumed.Add(path);
        EverConsumed.Add(path);
        Area.Remove(path);
    }

    protected void Change(string story, Action change)
    {
        World.Note(story);
        IsActing = true;
        change();
        IsActing = false;
    }
}
