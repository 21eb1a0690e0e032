using System.Globalization;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// One life of a worker's process, as its ports see it. Every verb arrives and leaves here: here the seed decides how long it takes,
/// whether it fails, and whether the process dies. What a dead process awaits never ends.
/// </summary>
internal sealed class SimulatedProcess
{
    /// <summary>What a dead process waits for. Its own: one for all would keep every dead process in memory.</summary>
    private readonly TaskCompletionSource never = new();

    private readonly SimulationWorld world;
    private readonly Chance chance;
    private readonly int number;
    private readonly int life;
    private int verbs;
    private DateTimeOffset suspendedUntil;

    public SimulatedProcess(SimulationWorld world, int number, int life)
    {
        (this.world, this.number, this.life) = (world, number, life);
        chance = world.Chance.For("process").For(number).For(life);
        var skew = chance.For("skew").Between(-world.Plan.MostSkew, world.Plan.MostSkew);
        Jitter = chance.For("jitter").AsRandom();
        Clock = new WorkerClock(world.Loop, () => IsAlive, () => suspendedUntil, skew);
        if (chance.For("jumps").Happens(0.6) && world.Plan.MostJump > TimeSpan.Zero && world.StormLeft > TimeSpan.Zero)
        {
            world.Loop.After(chance.For("jump at").Between(TimeSpan.Zero, world.StormLeft), () => Jump(skew
                + chance.For("jump").Between(-world.Plan.MostJump, world.Plan.MostJump)));
            world.Loop.After(world.StormLeft, () => Jump(skew));
        }
    }

    public string Name => $"worker {number + 1}.{life + 1}";

    /// <summary>Eight hexadecimal digits of this life.</summary>
    public string ShortId => string.Create(CultureInfo.InvariantCulture, $"{number:x2}{life:x6}");

    public WorkerClock Clock { get; }

    /// <summary>What the product takes for random pauses.</summary>
    public Random Jitter { get; }

    private int listings;

    private void Jump(TimeSpan ahead)
    {
        if (IsAlive)
        {
            Clock.Skew = ahead;
            world.Note(string.Create(CultureInfo.InvariantCulture, $"the clock of {Name} is {ahead.TotalSeconds:0} s ahead"));
        }
    }

    /// <summary>A listing in whatever order, now and then without one of its entries.</summary>
    public IReadOnlyList<RemoteEntry> Shuffle(IReadOnlyList<RemoteEntry> entries, bool mayLackOne)
    {
        if (entries.Count < 2)
        {
            return entries;
        }

        var one = chance.For("listing").For(++listings);
        var shuffled = entries.OrderBy(entry => one.For(entry.Name.ToString()).Unit()).ToList();
        if (mayLackOne && one.For("lacks").Happens(world.Plan.FaultRate))
        {
            shuffled.RemoveAt(0);
        }

        return shuffled;
    }

    public bool IsAlive { get; private set; } = true;

    private FaultKind Fault(int verb, string name, RemotePath? path, string? port, bool isArrival) =>
        world.Script?.At(port is null ? $"{name} {path}" : $"{port}.{name}", isArrival)
        ?? world.FaultOf(new FaultId(number, life, verb), chance.For("fault").For(verb));

    /// <summary>A verb begins.</summary>
    /// <param name="verb">Its name.</param>
    /// <param name="path">The file or folder it is about, if it is about one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <param name="port">The interface of the store that has it; null: the area's.</param>
    public async Task ArriveAsync(string verb, RemotePath? path, CancellationToken cancellationToken, string? port = null)
    {
        var mine = ++verbs;
        var fault = Fault(mine, verb, path, port, isArrival: true);
        await WaitAsync(Latency(mine, fault, port), cancellationToken);
        switch (fault)
        {
            case FaultKind.CrashBefore:
                world.Note(Name, verb, path, "dies before it");
                await DieAsync();
                break;
            case FaultKind.Suspend:
                world.Note(Name, verb, path, "stands still before it");
                suspendedUntil = world.Loop.Now + chance.For("suspended").For(mine)
                    .Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(90));
                await WaitAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                break;
            case FaultKind.FailBefore:
                world.Note(Name, verb, path, "fails");
                throw Failure(path, mine);
        }

        world.Note(Name, verb, path, null);
        if (path is { } file)
        {
            world.MayReplace(new FaultId(number, life, mine), chance.For("replaced").For(mine), file, fault == FaultKind.Replaced);
        }

        world.Acting = this;
    }

    /// <summary>A verb has had its effect.</summary>
    public async Task LeaveAsync(string verb, RemotePath? path, CancellationToken cancellationToken, string? port = null)
    {
        world.Acting = null;
        var mine = ++verbs;
        var fault = Fault(mine, verb, path, port, isArrival: false);
        if (fault is FaultKind.CrashBefore or FaultKind.CrashAfter)
        {
            world.Note(Name, verb, path, "dies after it");
            await DieAsync();
        }

        if (fault == FaultKind.None && IsAlive && chance.For("answered").For(mine).Happens(0.6))
        {
            // The answer is there at once.
            return;
        }

        await WaitAsync(Latency(mine, fault, port: null), cancellationToken);
        if (fault is FaultKind.FailBefore or FaultKind.FailAfter)
        {
            world.Note(Name, verb, path, "is done, and the answer is lost");
            throw Failure(path, mine);
        }
    }

    /// <summary>Dies as if its power had failed.</summary>
    public void Die()
    {
        IsAlive = false;
        world.OnDeath(number, life);
    }

    private Task DieAsync()
    {
        Die();
        return never.Task;
    }

    private Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (!IsAlive)
        {
            return never.Task;
        }

        cancellationToken.ThrowIfCancellationRequested();
        var turn = new Turn(cancellationToken);
        Clock.Schedule(delay, turn.Come);
        return turn.Task;
    }

    private TimeSpan Latency(int verb, FaultKind fault, string? port)
    {
        var one = chance.For("latency").For(verb);
        var isOfTransaction = port?.EndsWith("Transaction", StringComparison.Ordinal) == true;
        return fault == FaultKind.None && isOfTransaction && one.For("transaction").Happens(world.SlowTransactions)
            ? one.Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(15))
            : fault == FaultKind.Slow ? one.Between(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(60))
            : one.For("class").Unit() switch
            {
                < 0.85 => one.Between(TimeSpan.FromMilliseconds(0.2), TimeSpan.FromMilliseconds(20)),
                < 0.97 => one.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(500)),
                _ => one.Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(4)),
            };
    }

    private FileExchangeException Failure(RemotePath? path, int verb) => path is null
        ? new FileExchangeException(FailureReason.DatabaseUnavailable, isTransient: true, "The connection to the database was lost.")
        : chance.For("reason").For(verb).Below(4) switch
        {
            0 => new RemoteFolderException(FailureReason.RemoteFailure, true, sessionIsDead: false, "the server refused"),
            1 => new RemoteFolderException(FailureReason.RemoteFull, true, sessionIsDead: false, "the server has no room"),
            _ => new RemoteFolderException(FailureReason.RemoteUnreachable, true, sessionIsDead: true, "the line is cut"),
        };

    /// <summary>What a verb waits for: its turn, unless the caller gives up before.</summary>
    private sealed class Turn : TaskCompletionSource
    {
        private readonly CancellationTokenRegistration givenUp;

        public Turn(CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                givenUp = cancellationToken.UnsafeRegister(static (turn, token) => ((Turn)turn!).TrySetCanceled(token), this);
            }
        }

        public void Come()
        {
            givenUp.Unregister();
            TrySetResult();
        }
    }
}
