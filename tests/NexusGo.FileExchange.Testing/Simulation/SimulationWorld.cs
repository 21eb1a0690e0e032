using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Stores;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>One simulated world: the store, customers' areas, workers that come and die, and what everybody did.</summary>
internal sealed class SimulationWorld
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Verbs that say nothing in a story: looks and questions.</summary>
    private static readonly HashSet<string> Quiet = new(StringComparer.Ordinal)
    {
        "list", "stat", "temporary", "write", nameof(ILeaseStore.TryTakeAsync), nameof(IReportStore.DueAsync),
        nameof(IReportStore.WaitingAsync),
        nameof(IReportStore.BlockAsync), nameof(IInboxStore.StoredAsync), nameof(IInboxStore.RecordAsync), nameof(IConsumedStore.OutAsync),
        nameof(IConsumedStore.PurgeAsync), nameof(ICustomerKeyStore.GetAsync), nameof(ICustomerKeyStore.InsertAsync), "BeginAsync",
        nameof(IFileTransaction.UseReplyNameAsync), nameof(IFileTransaction.LastSequenceAsync), nameof(IFileTransaction.FindKnownAsync),
        nameof(IBatchTransaction.TakeAsync), nameof(IBackReportTransaction.ReadAsync), nameof(IProductionStore.BeginEventsAsync),
        nameof(ICardEventWriter.WriteAsync), nameof(IFileTransaction.TakeNumbersAsync), nameof(IFileTransaction.FindContentAsync),
        nameof(IFileTransaction.UndoRowsAsync),
        nameof(IRequestTransaction.FindAnsweredAsync), nameof(IRequestTransaction.SelectAsync), nameof(IRequestTransaction.ApplyAsync),
        nameof(IScheduledErasures.RunAsync),
    };

    private readonly SimulatedProcess?[] running = new SimulatedProcess?[SimulationPlan.Workers];
    private int removals;

    public SimulationWorld(SimulationPlan plan)
    {
        Plan = plan;
        Chance = Chance.Of(plan.Seed).For("world");
        Loop = new SimulationLoop(Start);
        Script = plan.Script.Count == 0 ? null : new FaultScript(plan.Script);
        var server = new WorkerClock(Loop, static () => true, static () => default, TimeSpan.Zero);
        Exchange = new InMemoryExchange { Clock = server };
        Partner = plan.HasPartner ? new SimulatedPartner(this, server) : null;
        Customers = [.. Enumerable.Range(0, SimulationPlan.Customers).Select(number => new SimulatedCustomer(this, number, server))];
        Invariants = new Invariants(this);
        DefectLog.Present = Invariants;
    }

    public SimulationPlan Plan { get; }

    public Chance Chance { get; }

    public SimulationLoop Loop { get; }

    public InMemoryExchange Exchange { get; }

    public InMemoryCustomerKeyStore CustomerKeys { get; } = new();

    public IReadOnlyList<SimulatedCustomer> Customers { get; }

    /// <summary>Null: cards are ordered and not made.</summary>
    public SimulatedPartner? Partner { get; }

    public IEnumerable<SimulatedArea> Areas => Partner is null ? Customers : [.. Customers, Partner];

    public Invariants Invariants { get; }

    /// <summary>Faults that came to pass, in their order.</summary>
    public List<(FaultId Id, FaultKind Kind)> Faults { get; } = [];

    /// <summary>Faults that are written down instead of left to the seed.</summary>
    public FaultScript? Script { get; }

    /// <summary>What happened; null: it is not wanted.</summary>
    public List<string>? Story { get; init; }

    /// <summary>The process whose verb is having its effect; null: none, or a customer.</summary>
    public SimulatedProcess? Acting { get; set; }

    /// <summary>How many processes died.</summary>
    public int Deaths { get; private set; }

    /// <summary>Time in which faults may still come.</summary>
    public TimeSpan StormLeft => SimulationPlan.Storm - (Loop.Now - Start);

    private bool IsStorm => StormLeft > TimeSpan.Zero;

    /// <summary>Runs the history to its end.</summary>
    /// <exception cref="InvariantException">An invariant is broken.</exception>
    public void Run()
    {
        foreach (var step in Plan.Steps)
        {
            Loop.After(step.At, () => Customers[step.Customer].Act(step));
        }

        Partner?.Start();
        for (var number = 0; number < SimulationPlan.Workers; number++)
        {
            var worker = number;
            Loop.After(Chance.For("start").For(number).Between(TimeSpan.Zero, TimeSpan.FromSeconds(5)), () => StartWorker(worker, 0));
        }

        Loop.Run(IsOver, Invariants.AfterStep);
        Invariants.AtEnd();
    }

    /// <summary>The fault that the seed has for a verb.</summary>
    public FaultKind FaultOf(FaultId id, Chance chance)
    {
        if (!MayBe(id, chance, Plan.FaultRate))
        {
            return FaultKind.None;
        }

        var kind = chance.For("kind").Unit() switch
        {
            < 0.25 => FaultKind.FailBefore,
            < 0.50 => FaultKind.FailAfter,
            < 0.65 => FaultKind.CrashBefore,
            < 0.80 => FaultKind.CrashAfter,
            < 0.90 => FaultKind.Suspend,
            _ => FaultKind.Slow,
        };
        Faults.Add((id, kind));
        return kind;
    }

    /// <summary>Now and then a customer's server forgets that it removed an order: a while later it lies there again.</summary>
    public void MayComeBack(SimulatedCustomer customer, string path, InMemoryRemoteArea.Node removed)
    {
        var id = new FaultId(SimulationPlan.Workers, 0, ++removals);
        var chance = Chance.For("comes back").For(removals);
        if (MayBe(id, chance, Plan.ComeBackRate))
        {
            Faults.Add((id, FaultKind.CameBack));
            Loop.After(chance.For("after").Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)), () =>
                customer.ComeBack(path, removed));
        }
    }

    private bool MayBe(FaultId id, Chance chance, double rate) => rate > 0 && IsStorm && chance.Happens(rate)
        && !Plan.Without.Contains(id) && Plan.Only?.Contains(id) != false;

    /// <summary>How likely a verb of a transaction takes long, so that others come in between.</summary>
    public double SlowTransactions => IsStorm ? Plan.SlowTransactions : 0;

    /// <summary>Now and then a customer replaces a file at the very moment in which a worker looks at it.</summary>
    public void MayReplace(FaultId id, Chance chance, RemotePath path, bool must)
    {
        if ((must || MayBe(id, chance, Plan.ReplaceRate)) && path.ToString() is var name
            && name.StartsWith("/in/ORD_", StringComparison.Ordinal)
            && Customers.FirstOrDefault(one => one.Owns(name)) is { } customer && customer.ReplaceNow(name, chance.For("content")))
        {
            Faults.Add((id, FaultKind.Replaced));
        }
    }

    public void Note(string who, string what, RemotePath? path, string? how)
    {
        if (Story is not null && (how is not null || !Quiet.Contains(what)))
        {
            Note($"{who}: {what}{(path is { } one ? " " + one : "")}{(how is null ? "" : ", " + how)}");
        }
    }

    public void Note(string line) => Story?.Add($"{(Loop.Now - Start).TotalSeconds,8:0.000} s  {line}");

    public void OnDeath(int number, int life)
    {
        Deaths++;
        running[number] = null;
        Loop.After(Chance.For("restart").For(number).For(life).Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(40)),
            () => StartWorker(number, life + 1));
    }

    private bool IsOver()
    {
        if (IsStorm)
        {
            return false;
        }

        if (Loop.Now - Start > SimulationPlan.Storm + Invariants.EverythingEndsWithin)
        {
            return true;
        }

        return Loop.Steps % 32 == 0 && Invariants.Unfinished() is null;
    }

    private void StartWorker(int number, int life)
    {
        var process = new SimulatedProcess(this, number, life);
        running[number] = process;
        Note(process.Name, "starts", null, null);
        var services = SimulatedServices.Of(process, this);
        T The<T>()
            where T : notnull => services.GetRequiredService<T>();
        foreach (var area in Areas)
        {
            _ = LoopAsync(process, "pick-up " + area.Name, () => area.Profile.Intake.PollInterval,
                token => area.IsPaused ? Task.CompletedTask : The<IPickUp>().RunAsync(area.Profile, token));
            _ = LoopAsync(process, "sweep " + area.Name, () => area.Profile.Consumed.SweepInterval,
                token => area.IsPaused ? Task.CompletedTask : The<IConsumedSweep>().RunAsync(area.Profile, token));
        }

        foreach (var customer in Partner is null ? [] : Customers)
        {
            _ = LoopAsync(process, "batches " + customer.Name, () => TimeSpan.FromSeconds(25),
                token => The<ProductionBatches>().MakeAsync(SimulatedPartner.Production, customer.Profile, token));
            _ = LoopAsync(process, "back-reports " + customer.Name, () => TimeSpan.FromSeconds(35),
                token => The<IBackReports>().MakeAsync(customer.Profile, token));
        }

        foreach (var customer in Plan.HasRequests ? Customers : [])
        {
            _ = LoopAsync(process, "erasures " + customer.Name, () => TimeSpan.FromSeconds(40),
                token => The<IScheduledErasures>().RunAsync(customer.Profile, token));
        }
    }

    /// <summary>What the schedule does: the work again and again, whatever came of it.</summary>
    private async Task LoopAsync(SimulatedProcess process, string name, Func<TimeSpan> every, Func<CancellationToken, Task> work)
    {
        await Task.Delay(Chance.For(name).For(process.Name).Between(TimeSpan.FromMilliseconds(1), every()), process.Clock);
        while (true)
        {
            try
            {
                await work(CancellationToken.None);
            }
            catch (FileExchangeException)
            {
                // The environment failed; the next run goes on.
            }
#pragma warning disable CA1031 // Whatever else comes out of a run is a defect of the product.
            catch (Exception defect)
#pragma warning restore CA1031
            {
                Invariants.Defect($"{process.Name}, {name}: {defect}");
            }

            await Task.Delay(every(), process.Clock);
        }
    }
}
