using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// Plays the production partner in its area: takes batches, and tells in event files what happens to their cards. What happens is decided
/// by the seed alone, so one that is stopped and started again tells the rest; what it repeats has the same event ids.
/// </summary>
internal sealed partial class ProductionSimulator(PartnerSide side, SimulationOptions options, TimeProvider time, TextWriter output)
{
    /// <summary>Rows of one event file, so that its text stays small.</summary>
    private const int RowsPerFile = 20_000;

    private const string Cancelled = "CANCELLED";

    private readonly PriorityQueue<(StoryStep Step, Batch Of), DateTimeOffset> ahead = new();
    private readonly Dictionary<string, Batch> batches = new(StringComparer.Ordinal);
    private readonly List<string> written = [];

    /// <summary>In which batch a card was last, which cards are begun, and which are cancelled.</summary>
    private readonly Dictionary<string, Batch> batchOf = new(StringComparer.Ordinal);
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private readonly HashSet<string> cancelled = new(StringComparer.Ordinal);
    private long fileNumber;

    public SimulationResult Result { get; } = new();

    /// <summary>Until the token, or with <see cref="SimulationOptions.Once"/> until everything has been told and answered.</summary>
    /// <exception cref="FileExchangeException">The area cannot be worked in, or a batch cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var remote = await side.ConnectAsync(cancellationToken);
        await TakeAsync(remote, cancellationToken);
        while (true)
        {
            await TellAsync(remote, cancellationToken);
            if (options.Once && ahead.Count == 0)
            {
                break;
            }

            await Task.Delay(Wait(), time, cancellationToken);
            if (!options.Once)
            {
                await TakeAsync(remote, cancellationToken);
            }
        }

        if (options.ReceiptPatience > TimeSpan.Zero)
        {
            await new ReceiptLook(side, options.ReceiptPatience, time, output).RunAsync(remote, written, Result, cancellationToken);
        }
    }

    private async Task TakeAsync(IRemoteFolder remote, CancellationToken cancellationToken)
    {
        var names = new List<RemoteName>();
        await foreach (var entry in remote.ListAsync(side.Batches, null, cancellationToken))
        {
            if (entry.Kind == RemoteEntryKind.File && BatchName().IsMatch(entry.Name.ToString())
                && !batches.ContainsKey(entry.Name.ToString()))
            {
                names.Add(entry.Name);
            }
        }

        foreach (var name in names.OrderBy(name => name.ToString(), StringComparer.Ordinal))
        {
            await TakeAsync(remote, name, cancellationToken);
        }

        if (options.TakesCancellations)
        {
            await TakeCancellationsAsync(remote, cancellationToken);
        }
    }

    /// <summary>Cards that are not begun are cancelled; what is being made goes on, and its next event is the answer.</summary>
    private async Task TakeCancellationsAsync(IRemoteFolder remote, CancellationToken cancellationToken)
    {
        var names = new List<RemoteName>();
        await foreach (var entry in remote.ListAsync(side.Batches, null, cancellationToken))
        {
            if (entry.Kind == RemoteEntryKind.File && CancellationName().IsMatch(entry.Name.ToString()))
            {
                names.Add(entry.Name);
            }
        }

        foreach (var name in names.OrderBy(name => name.ToString(), StringComparer.Ordinal))
        {
            using var content = await side.ReadAsync(remote, side.Batches, name, cancellationToken);
            if (content is null)
            {
                continue;
            }

            var cards = await CancellationReader.ReadAsync(content, cancellationToken);
            var number = CancellationName().Match(name.ToString()).Groups["seq"].Value;
            foreach (var card in cards.Where(card => batchOf.ContainsKey(card) && !begun.Contains(card) && cancelled.Add(card)))
            {
                var step = new StoryStep(TimeSpan.Zero, string.Create(CultureInfo.InvariantCulture, $"SIM-CAN{number}-{card}"), card,
                    Cancelled);
                ahead.Enqueue((step, batchOf[card]), time.GetUtcNow());
                batchOf[card].Ahead++;
            }

            output.WriteLine($"{name}: {cards.Count} card(s) to cancel, {cards.Count(cancelled.Contains)} cancelled");
            await RemoveAsync(remote, name, cancellationToken);
        }
    }

    private async Task TakeAsync(IRemoteFolder remote, RemoteName name, CancellationToken cancellationToken)
    {
        using var zipped = await side.ReadAsync(remote, side.Batches, name, cancellationToken);
        if (zipped is null)
        {
            return;
        }

        var cards = await BatchReader.ReadAsync(zipped, name.ToString(), cancellationToken);
        var batch = new Batch(name);
        batches.Add(name.ToString(), batch);
        var taken = time.GetUtcNow();
        var number = BatchName().Match(name.ToString()).Groups["seq"].Value;
        foreach (var card in cards)
        {
            batchOf[card.CardNo] = batch;
            var steps = new CardStory(options, number, card).Tell();
            for (var i = 0; i < steps.Count; i++)
            {
                // Without delays each step still has its own moment, in the order of the story.
                var after = options.Speed > 0 ? steps[i].After / options.Speed : TimeSpan.FromMilliseconds(i);
                ahead.Enqueue((steps[i], batch), taken + after);
                batch.Ahead++;
            }
        }

        Result.Batches++;
        Result.Cards += cards.Count;
        output.WriteLine($"{name}: {cards.Count} card(s)");
    }

    private async Task TellAsync(IRemoteFolder remote, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var file = new EventFileText();
            var told = new List<(StoryStep Step, Batch Of)>();
            while (file.Rows < RowsPerFile && ahead.TryPeek(out _, out var due) && (due <= now || options.Speed <= 0))
            {
                var next = ahead.Dequeue();
                told.Add(next);
                if (cancelled.Contains(next.Step.CardNo) && next.Step.Kind != Cancelled)
                {
                    continue;
                }

                begun.Add(next.Step.CardNo);
                file.Add(next.Step, due);
            }

            if (told.Count == 0)
            {
                return;
            }

            if (file.Rows > 0)
            {
                await WriteAsync(remote, file, cancellationToken);
            }

            foreach (var (step, of) in told)
            {
                if (!cancelled.Contains(step.CardNo) || step.Kind == Cancelled)
                {
                    Result.Count(step.Kind);
                }

                if (--of.Ahead == 0 && !options.KeepBatches)
                {
                    await RemoveAsync(remote, of.Name, cancellationToken);
                }
            }
        }
    }

    private async Task WriteAsync(IRemoteFolder remote, EventFileText file, CancellationToken cancellationToken)
    {
        var content = file.ToBytes();

        // To the millisecond: a simulation that starts anew within a second must not take the answer to the one before for its own.
        string name;
        do
        {
            name = string.Create(CultureInfo.InvariantCulture,
                $"EVT_{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}_{++fileNumber:000000}.csv");
        }
        while (!await side.WriteAsync(remote, name, content, cancellationToken));

        written.Add(name);
        Result.Files++;
        output.WriteLine($"{name}: {file.Rows} row(s)");
    }

    /// <summary>Only the very file that was listed; one that is gone already is as good.</summary>
    private async Task RemoveAsync(IRemoteFolder remote, RemoteName name, CancellationToken cancellationToken)
    {
        var path = side.Batches.Combine(name);
        if (await remote.StatAsync(path, cancellationToken) is { } entry)
        {
            await remote.DeleteExactAsync(path, entry.Version, cancellationToken);
        }
    }

    private TimeSpan Wait()
    {
        var next = ahead.TryPeek(out _, out var due) ? due - time.GetUtcNow() : options.LookInterval;
        var least = TimeSpan.FromMilliseconds(500);
        return next < least ? least : next < options.LookInterval || options.Once ? next : options.LookInterval;
    }

    [GeneratedRegex(@"^PRD_[0-9]{8}T[0-9]{6}Z_(?<seq>[0-9]+)\.zip(\.pgp)?$")]
    private static partial Regex BatchName();

    [GeneratedRegex(@"^CAN_[0-9]{8}T[0-9]{6}Z_(?<seq>[0-9]+)\.csv(\.pgp)?$")]
    private static partial Regex CancellationName();

    private sealed class Batch(RemoteName name)
    {
        public RemoteName Name => name;

        /// <summary>Events that are still to be told.</summary>
        public int Ahead { get; set; }
    }
}

/// <summary>What the simulated partner did.</summary>
internal sealed class SimulationResult
{
    public int Batches { get; set; }
    public int Cards { get; set; }
    public int Files { get; set; }
    public SortedDictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>Event files whose receipt says something else than ACCEPTED, or that have none.</summary>
    public List<string> NotAccepted { get; } = [];

    public void Count(string kind) => Events[kind] = Events.GetValueOrDefault(kind) + 1;
}
