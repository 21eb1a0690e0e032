using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>One customer: its agreement, its area, and what it puts there and takes away.</summary>
internal sealed class SimulatedCustomer(SimulationWorld world, int number, TimeProvider server)
    : SimulatedArea(world, ProfileOf(number), server)
{
    /// <summary>Orders that are in no plan, because what a worker did brought them about.</summary>
    private readonly List<CustomerStep> improvised = [];

    /// <summary>What stood in its orders, and in those that were replaced.</summary>
    public IEnumerable<OrderLine> Ordered => LinesOf(Dropped);

    public IEnumerable<OrderLine> Replaced => LinesOf(Overwritten);

    /// <summary>What it asked for: about which reference, under which reference of the request.</summary>
    public IEnumerable<(string Reference, string RequestRef, CustomerAct Act)> Requested =>
        from step in World.Plan.Steps
        where step.IsRequest && SimulationPlan.CustomerName(step.Customer) == Name
        from line in step.Lines
        select ($"{Name}-{line.Reference}", $"R{step.Number}-{line.Reference}", step.Act);

    internal static CustomerProfile ProfileOf(int number) => DemoProfile.Create() with
    {
        CustomerId = SimulationPlan.CustomerName(number),
        Intake = new IntakeSettings { StableFor = TimeSpan.FromSeconds(8), PollInterval = TimeSpan.FromSeconds(10) },
        Folders = new FolderSettings { Test = "" },
        Consumed = new ConsumedSettings { SweepInterval = TimeSpan.FromSeconds(40), MissingFor = TimeSpan.FromSeconds(30) },
    };

    /// <summary>Orders that are on their way: uploads under way, and those that wait for their name to be free.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether the file at this path is named after this customer.</summary>
    public bool Owns(string path) => path.AsSpan("/in/ORD_".Length).StartsWith(Name, StringComparison.Ordinal);

    /// <summary>Replaces an order that lies in the inbox; false where there is none, or a version would be like the one before.</summary>
    public bool ReplaceNow(string path, Chance chance)
    {
        var number = 500 + improvised.Count;
        var step = new CustomerStep(number, default, SimulationPlan.NumberOf(Name), CustomerAct.Replace,
            SimulationPlan.LinesOf(chance, number), -1);
        if (Area.Get(path) is not { } there || there.Length == step.Content.Length)
        {
            return false;
        }

        improvised.Add(step);
        Drop(step, path["/in/".Length..]);
        return true;
    }

    /// <summary>What the server removed lies there again, as old as it was.</summary>
    public void ComeBack(string path, InMemoryRemoteArea.Node removed)
    {
        if (Area.Get(path) is null)
        {
            CameBack.Add((path["/in/".Length..], removed.Content));
            Drop($"{path} of {Name} lies there again", path["/in/".Length..], removed.Content, removed.ModifiedSeconds);
        }
    }

    protected override void OnRemoved(string path, InMemoryRemoteArea.Node removed)
    {
        if (path.StartsWith("/in/ORD_", StringComparison.Ordinal))
        {
            World.MayComeBack(this, path, removed);
        }
    }

    private IEnumerable<OrderLine> LinesOf(List<(string Name, byte[] Content)> files) => files.SelectMany(file =>
        World.Plan.Steps.Concat(improvised).First(step => step.Content.AsSpan().SequenceEqual(file.Content)) is { IsRequest: false } step
            ? step.Lines : []);

    public void Act(CustomerStep step)
    {
        switch (step.Act)
        {
            case CustomerAct.SlowOrder:
                Change(step.ToString(), () => Area.Put("/in/" + step.Name, step.Content[..(step.Content.Length / 2)]));
                Waiting++;
                World.Loop.After(World.Chance.For("upload").For(step.Number).Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(5)),
                    () =>
                    {
                        Waiting--;
                        Drop(step, step.Name);
                    });
                break;
            case CustomerAct.Hold:
                Hold(step);
                break;
            case CustomerAct.Edit:
                Edit(step);
                break;
            case CustomerAct.Pause:
                Pause(step);
                break;
            case CustomerAct.Order or CustomerAct.OrderAgain or CustomerAct.Cancel or CustomerAct.Erase:
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

    private void Drop(CustomerStep step, string name) => Drop(step.ToString(), name, step.Content);

    private string NameOf(int step) => World.Plan.Steps.First(other => other.Number == step).Name;

    /// <summary>
    /// What lay there before may have been read, or not. A version is told by size and time: another one has another size.
    /// </summary>
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

    /// <summary>A new version of the profile: runs that are under way end by the old one.</summary>
    private void Edit(CustomerStep step)
    {
        var chance = World.Chance.For("edit").For(step.Number);
        World.Note($"an operator changes the profile of {Name}");
        Profile = Profile with
        {
            Version = $"edit-{step.Number}",
            Intake = Profile.Intake with { StableFor = chance.For("stable").Between(TimeSpan.Zero, TimeSpan.FromSeconds(20)) },
            Consumed = Profile.Consumed with { MissingFor = chance.For("missing").Between(TimeSpan.Zero, TimeSpan.FromMinutes(1)) },
            Answers = Profile.Answers with { Language = chance.For("language").Happens(0.5) ? AnswerLanguage.Sv : AnswerLanguage.En },
        };
    }

    private void Pause(CustomerStep step)
    {
        World.Note($"an operator pauses {Name}");
        IsPaused = true;
        World.Loop.After(World.Chance.For("pause").For(step.Number).Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), () =>
        {
            World.Note($"{Name} goes on");
            IsPaused = false;
        });
    }

    private void Hold(CustomerStep step)
    {
        World.Note($"an operator sets a hold on {Name}");
        World.Exchange.HoldsInForce.Add(Profile.Id);
        World.Loop.After(World.Chance.For("hold").For(step.Number).Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60)), () =>
        {
            World.Note($"the hold on {Name} ends");
            World.Exchange.HoldsInForce.Remove(Profile.Id);
        });
    }

    private void DropOnceGone(CustomerStep step, string name)
    {
        Waiting++;
        Look();

        void Look()
        {
            if (Area.Get("/in/" + name) is null && Dropped.Exists(one => one.Name == name))
            {
                Waiting--;
                Drop(step, name);
            }
            else
            {
                World.Loop.After(TimeSpan.FromSeconds(5), Look);
            }
        }
    }

    private void Consume(CustomerStep step) => Change(step.ToString(), () =>
    {
        foreach (var path in Answers.ToList())
        {
            switch (step.Act)
            {
                case CustomerAct.DeleteAnswers:
                    Delete(path);
                    break;
                case CustomerAct.MarkAnswers:
                    Consumed.Add(path);
                    EverConsumed.Add(path);
                    Area.Put(path + ".done", []);
                    break;
                default:
                    var content = Area.Get(path)!;
                    Delete(path);
                    Area.Put("/out/consumed/" + path[(path.LastIndexOf('/') + 1)..], content);
                    break;
            }
        }
    });
}
