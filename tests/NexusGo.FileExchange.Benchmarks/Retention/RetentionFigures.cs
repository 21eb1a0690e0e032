using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Benchmarks.Retention;

/// <summary>Planning over a million delivered cards, erasing a tenth of them, and what an import beside it takes.</summary>
internal static class RetentionFigures
{
    private const int Cards = 1_000_000;
    private const int Due = 100_000;
    private const int ImportRows = 20_000;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await using var rig = await ImportRig.StartAsync(area, server);
        await FillAsync(server, rig);
        var profile = rig.Profile with { BackReports = new BackReportSettings { Enabled = false } };
        var store = new TimedStore(rig.Services.GetRequiredService<IRetentionStore>());
        var retention = new RetentionRun(store, rig.Services.GetRequiredService<IBackReports>(), TimeProvider.System,
            NullLogger<RetentionRun>.Instance);

        RetentionPlan plan = null!;
        async Task<double?> PlanAsync()
        {
            plan = await retention.PlanAsync([profile], CancellationToken.None);
            return null;
        }

        await PlanAsync();
        figures.AtMost($"retention plan over {Cards:#,0} cards, {plan.Customers[0].Cards:#,0} of them due",
            await Turns.MedianAsync(options.Rounds, PlanAsync), 2, "s");
        if (plan.Customers[0].Cards != Due)
        {
            throw new InvalidOperationException($"{Due} cards were to be due, {plan.Customers[0].Cards} are.");
        }

        // An import alone, and imports one after the other for as long as the erasure takes.
        var files = 0;
        Task<double> ImportAsync() => Turns.SecondsAsync(async () =>
        {
            var began = Stopwatch.GetTimestamp();
            rig.Drop($"ORD_{++files:0000}.csv", ImportRows, firstRow: files * ImportRows);
            began = Stopwatch.GetTimestamp();
            await rig.PollAsync();
            await rig.PollAsync();
            return Stopwatch.GetElapsedTime(began).TotalSeconds;
        });
        await ImportAsync();
        var alone = new List<double>();
        for (var i = 0; i < options.Rounds; i++)
        {
            alone.Add(await ImportAsync());
        }

        await server.SettleAsync();
        plan = await retention.PlanAsync([profile], CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        var erasing = Task.Run(() => retention.ApplyAsync(plan, [profile], CancellationToken.None));
        var beside = new List<double>();
        while (!erasing.IsCompleted)
        {
            beside.Add(await ImportAsync());
        }

        var erased = await erasing;
        var seconds = store.Total.TotalSeconds;
        figures.AtLeast($"erasing {erased:#,0} cards while files are imported", erased / seconds, 8_000, "cards/s");
        figures.AtMost("longest transaction of it, and so the longest lock", store.Longest.TotalSeconds, 1, "s");
        figures.AtMost($"import of {ImportRows:#,0} rows beside the erasure, as a multiple of {Turns.Median(alone):0.00} s alone",
            Turns.Median(beside) / Turns.Median(alone), 1.5, "times");
        figures.Note(Figures.Line($"whole run {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {beside.Count} imports beside it"));
        await AllBeforeAsync(server, rig, figures);
    }

    /// <summary>One line that asks for the erasure of everything: its request, then the erasures that it leads to.</summary>
    private static async Task AllBeforeAsync(BenchDatabase server, ImportRig rig, Figures figures)
    {
        var left = await server.QueryAsync<long>(rig.Database, "select count(*) from orders.card where erased_at is null");
        await File.WriteAllTextAsync(Path.Combine(rig.Inbox, "REQ_1.csv"), Figures.Line(
            $"request_ref;action;selector_type;selector\r\nr1;ERASE;ALL_BEFORE;{TimeProvider.System.GetUtcNow():yyyy-MM-dd}\r\n"));
        using var measured = new CancellationTokenSource();
        var longest = LongestLockAsync(server, rig.Database, measured.Token);
        var started = Stopwatch.GetTimestamp();
        await rig.PollAllAsync();
        var asked = Stopwatch.GetElapsedTime(started);
        var erased = await rig.Services.GetRequiredService<IScheduledErasures>().RunAsync(rig.Profile, CancellationToken.None);
        await measured.CancelAsync();
        if (erased < left - (ImportRows * 100L) || erased == 0)
        {
            throw new InvalidOperationException($"{left} cards were there, {erased} were erased.");
        }

        figures.AtMost($"longest lock on cards or the customer's events while ALL_BEFORE erases {erased:#,0} cards",
            (await longest).TotalSeconds, 1, "s");
        figures.Note(Figures.Line($"its request was answered after {asked.TotalSeconds:0.0} s, all erased after ")
            + Figures.Line($"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
    }

    /// <summary>
    /// How long a transaction held a lock for writing on cards, or the lock of the customer's events, at most: looked at fifty times a
    /// second, from the first look that saw it to the last one.
    /// </summary>
    private static async Task<TimeSpan> LongestLockAsync(BenchDatabase server, string database, CancellationToken cancellationToken)
    {
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        var longest = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            var holders = await server.QueryAsync<string>(database, $"""
                select coalesce(string_agg(distinct a.pid || '@' || extract(epoch from a.xact_start), ' '), '')
                from pg_locks l join pg_stat_activity a using (pid)
                where l.granted and (l.relation = 'orders.card'::regclass and l.mode = 'RowExclusiveLock'
                    or l.locktype = 'advisory' and l.classid = {EventLock.Space})
                """);
            foreach (var holder in holders.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var now = Stopwatch.GetTimestamp();
                first.TryAdd(holder, now);
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, Stopwatch.GetElapsedTime(first[holder], now).Ticks));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        return longest;
    }

    /// <summary>
    /// Cards that went the whole way, with ids in the order of time as real ones have: four events, a chip and a sealed value each; a tenth
    /// of them so long ago that their period is over.
    /// </summary>
    private static async Task FillAsync(BenchDatabase server, ImportRig rig)
    {
        await server.ExecuteAsync(rig.Database, $"""
            set synchronous_commit = off;
            insert into orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, cards, to_produce, reported_seq,
                first_card_id, last_card_id)
            select md5('o' || o)::uuid, '{rig.Profile.CustomerId}', o, md5('f' || o)::uuid,
                now() - interval '1 day' * (case when o <= {Due / 10_000} then 500 else 100 end), 10000, false, 1,
                lpad(to_hex(o * 100000), 32, '0')::uuid, lpad(to_hex(o * 100000 + 99999), 32, '0')::uuid
            from generate_series(1, {Cards / 10_000}) o;
            insert into orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, card_state, ref_index,
                person_index, sealed,
                ordered_at, status_at, card_state_at, produced_at, shipped_at, delivered_at, invoiced_at)
            select lpad(to_hex(o.order_no * 100000 + r), 32, '0')::uuid, o.customer_id, o.order_id, r, o.order_no * 100000 + r, 'ID-STD',
                'DELIVERED', 'ACTIVE', gen_random_uuid(), gen_random_uuid(),
                decode(repeat(md5(r::text), 10), 'hex'), o.ordered_at, o.ordered_at, o.ordered_at, o.ordered_at, o.ordered_at,
                    o.ordered_at + interval '1 day', o.ordered_at
            from orders.card_order o, generate_series(1, 10000) r order by o.order_no, r;
            insert into vault.card_key (card_id, customer_id, key_id, wrapped) select card_id, customer_id, gen_random_uuid(),
                decode(repeat(md5(row_no::text), 4), 'hex') from orders.card order by card_id;
            insert into orders.card_person (person_index, card_id, customer_id) select person_index, card_id, customer_id from orders.card;
            insert into orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, status,
                card_state)
            select c.customer_id, gen_random_uuid(), c.card_id, k.kind || md5(c.card_no::text), c.ordered_at, c.ordered_at, k.kind,
                'APPLIED', k.kind, 'ACTIVE'
            from orders.card c, (values ('IN_PRODUCTION'), ('PRODUCED'), ('SHIPPED'), ('DELIVERED')) k (kind) order by c.order_id, k.kind,
                c.card_id;
            insert into orders.card_chip (event_id, chip_no, customer_id, card_id, chip_type, fields, sealed)
            select e.event_id, 0, e.customer_id, e.card_id, 'MIFARE', 3, decode(repeat('04', 44), 'hex') from orders.card_event e
                where e.kind = 'PRODUCED';
            insert into orders.card_shipment (event_id, customer_id, card_id, sealed)
            select e.event_id, e.customer_id, e.card_id, decode(repeat('04', 48), 'hex') from orders.card_event e where e.kind = 'SHIPPED';
            """);
        await server.ExecuteAsync(rig.Database, "vacuum analyze");
        await server.SettleAsync();
    }

    /// <summary>Measures the erasing transactions.</summary>
    private sealed class TimedStore(IRetentionStore inner) : IRetentionStore
    {
        private readonly ConcurrentBag<TimeSpan> times = [];

        public TimeSpan Longest => times.Max();

        public TimeSpan Total => TimeSpan.FromTicks(times.Sum(time => time.Ticks));

        public async Task<int?> EraseAsync(CustomerId customer, RetentionTerms terms, ErasureCause cause, IReadOnlyList<Guid> cards,
            DateTimeOffset at, Guid runId, DateTimeOffset now,
            CancellationToken cancellationToken)
        {
            var began = Stopwatch.GetTimestamp();
            var erased = await inner.EraseAsync(customer, terms, cause, cards, at, runId, now, cancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began));
            return erased;
        }

        public Task<IReadOnlyList<DueCard>> DueAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset at,
            CancellationToken cancellationToken) => inner.DueAsync(customer, terms, at, cancellationToken);

        public Task ForecastAsync(CustomerId customer, RetentionTerms terms, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.ForecastAsync(customer, terms, now, cancellationToken);

        public Task<IReadOnlyList<Hold>> HoldsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
            inner.HoldsAsync(customer, now, cancellationToken);

        public Task<(int Expired, bool More)> ExpireAsync(CustomerId customer, DateOnly today, DateTimeOffset now, int most,
            CancellationToken cancellationToken) =>
            inner.ExpireAsync(customer, today, now, most, cancellationToken);

        public Task RecordRunAsync(CustomerId customer, Guid runId, string detail, DateTimeOffset now,
            CancellationToken cancellationToken) =>
            inner.RecordRunAsync(customer, runId, detail, now, cancellationToken);
    }
}
