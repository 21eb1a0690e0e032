using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>One customer: its agreement, its area, and what it puts there and takes away.</summary>
internal sealed class SimulatedCustomer
{
    private static readonly string[] AnswerFolders = ["/out/receipts/", "/out/errors/", "/out/reports/"];

    private readonly SimulationWorld world;

    public SimulatedCustomer(SimulationWorld world, int number, TimeProvider server)
    {
        this.world = world;
        Profile = DemoProfile.Create() with
        {
            CustomerId = SimulationPlan.CustomerName(number),
            Intake = new IntakeSettings { StableFor = TimeSpan.FromSeconds(8), PollInterval = TimeSpan.FromSeconds(10) },
            Folders = new FolderSettings { Test = "" },
            Consumed = new ConsumedSettings { SweepInterval = TimeSpan.FromSeconds(40), MissingFor = TimeSpan.FromSeconds(30) },
        };
        Area = new InMemoryRemoteArea(server, "/in", "/out/receipts", "/out/errors", "/out/reports", "/out/consumed")
        {
            OnChange = (path, before, after) => this.world.Invariants.OnChange(this, path, before, after),
        };
    }

    public CustomerProfile Profile { get; }

    public string Name => Profile.CustomerId;

    public InMemoryRemoteArea Area { get; }

    /// <summary>Orders that lay whole in the inbox: name and content.</summary>
    public List<(string Name, byte[] Content, CustomerStep Step)> Dropped { get; } = [];

    /// <summary>Those of them that were replaced while they lay there.</summary>
    public List<(string Name, byte[] Content, CustomerStep Step)> Overwritten { get; } = [];

    /// <summary>Answers that this customer has had enough of, as they lie there.</summary>
    public HashSet<string> Consumed { get; } = new(StringComparer.Ordinal);

    /// <summary>The same, and those that were delivered again afterwards.</summary>
    public HashSet<string> EverConsumed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it is this customer who changes its area right now.</summary>
    public bool IsActing { get; private set; }

    /// <summary>What lies in the folders of answers and is no marker and nothing temporary.</summary>
    public IEnumerable<string> Answers => Area.Files.Where(path => Array.Exists(AnswerFolders, folder =>
        path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] != '.')
        && !path.EndsWith(".done", StringComparison.Ordinal));

    public void Act(CustomerStep step)
    {
        switch (step.Act)
        {
            case CustomerAct.SlowOrder:
                Change(step, () => Area.Put("/in/" + step.Name, step.Content[..(step.Content.Length / 2)]));
                world.Loop.After(world.Chance.For("upload").For(step.Number).Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5)),
                    () => Drop(step, step.Name));
                break;
            case CustomerAct.Order or CustomerAct.OrderAgain:
                Drop(step, step.Name);
                break;
            case CustomerAct.NameAgain:
                DropOnceGone(step, NameOf(step.Other));
                break;
            case CustomerAct.Replace:
                Replace(step, NameOf(step.Other));
                break;
            default:
                Consume(step);
                break;
        }
    }

    private void Drop(CustomerStep step, string name)
    {
        if (Area.Get("/in/" + name) is { } there)
        {
            Overwritten.AddRange(Dropped.FindAll(one => one.Name == name && one.Content.AsSpan().SequenceEqual(there)).TakeLast(1));
        }

        Dropped.Add((name, step.Content, step));
        Change(step, () => Area.Put("/in/" + name, step.Content));
    }

    private string NameOf(int step) => world.Plan.Steps.First(other => other.Number == step).Name;

    /// <summary>What lay there before may have been read, or not. A version is told by size and time: another one has another size.</summary>
    private void Replace(CustomerStep step, string name)
    {
        if (Area.Get("/in/" + name) is not { } there)
        {
            DropOnceGone(step, name);
            return;
        }

        if (there.Length != step.Content.Length)
        {
            Drop(step, name);
        }
    }

    private void DropOnceGone(CustomerStep step, string name)
    {
        if (Area.Get("/in/" + name) is null && Dropped.Exists(one => one.Name == name))
        {
            Drop(step, name);
        }
        else
        {
            world.Loop.After(TimeSpan.FromSeconds(5), () => DropOnceGone(step, name));
        }
    }

    private void Consume(CustomerStep step) => Change(step, () =>
    {
        foreach (var path in Answers.ToList())
        {
            Consumed.Add(path);
            EverConsumed.Add(path);
            switch (step.Act)
            {
                case CustomerAct.DeleteAnswers:
                    Area.Remove(path);
                    break;
                case CustomerAct.MarkAnswers:
                    Area.Put(path + ".done", []);
                    break;
                default:
                    var content = Area.Get(path)!;
                    Area.Remove(path);
                    Area.Put("/out/consumed/" + path[(path.LastIndexOf('/') + 1)..], content);
                    break;
            }
        }
    });

    private void Change(CustomerStep step, Action change)
    {
        world.Note(step.ToString());
        IsActing = true;
        change();
        IsActing = false;
    }
}
