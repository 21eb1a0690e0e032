using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Benchmarks.Import;
using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using Npgsql;

namespace NexusGo.FileExchange.Benchmarks.Production;

/// <summary>
/// With a million cards stored: batches, event files and back-reports of different sizes, and what a plain COPY of a report's columns
/// takes.
/// </summary>
internal static class ProductionFigures
{
    // The columns of a back-report, written out by PostgreSQL alone.
    private const string PlainReport = """
        copy (select e.event_id, e.event_time, o.order_no, c.card_no, c.product_code, e.status, e.card_state, e.reason_code, h.chip_type,
            h.hid_format, h.sealed,
                c.produced_at, c.shipped_at, c.delivered_at, s.sealed, c.valid_until, c.replaces_card_no
            from orders.card_event e join orders.card c using (card_id) join orders.card_order o using (order_id) left
                join orders.card_chip h using (event_id)
                left join orders.card_shipment s using (event_id)
            where e.position > {0} and e.effect = 'APPLIED' and e.kind <> 'INVOICED' order by e.event_time, e.event_id) to stdout
        """;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var area = await BenchArea.StartAsync();
        await using var server = await BenchDatabase.StartAsync();
        await using var rig = await ImportRig.StartAsync(area, server);
        var partner = new BenchPartner(area);
        rig.Drop("ORD_ALL.csv", options.Rows, firstRow: 0);
        await rig.PollAsync();
        await rig.PollAsync();
        await rig.ExpectCardsAsync(options.Rows);
        await server.SettleAsync();
        var seconds = await Turns.SecondsAsync(async () =>
        {
            await rig.Services.GetRequiredService<ProductionBatches>().MakeAsync(partner.Profile, rig.Profile, CancellationToken.None);
            return null;
        });
        figures.Note(Figures.Line($"batches of {options.Rows:#,0} cards: {options.Rows / seconds:#,0} cards/s"));
        await ReportAsync(rig, server, figures, options.Rows * 2, limit: null);
        await server.ExecuteAsync(rig.Database, "vacuum analyze");

        var numbers = await server.QueryAsync<long[]>(rig.Database, "select array_agg(card_no order by card_no) from orders.card");
        var stories = new BenchStories(numbers);
        var (events, lines) = (new List<double>(), new List<double>());
        await EventsAsync(rig, server, figures, partner, stories, options.Rows / 100);
        await ReportAsync(rig, server, figures, options.Rows / 100, limit: null);
        foreach (var count in new[] { 10_000, 100_000, 1_000_000 }.Select(n => (int)((long)n * options.Rows / 1_000_000)))
        {
            var position = await server.QueryAsync<long>(rig.Database, "select max(position) from orders.card_event");
            var time = await EventsAsync(rig, server, figures, partner, stories, count);
            events.Add(time / count * 1e6);
            var name = Figures.Line($"event file of {count:#,0} events with {options.Rows:#,0} cards stored");
            if (count == options.Rows / 10)
            {
                figures.AtLeast(name, count / time, 20_000, "events/s");
                lines.Add(await ReportAsync(rig, server, figures, count, limit: 3, position) / count * 1e6);
                var scattered = await EventsAsync(rig, server, figures, partner, stories, count, isScattered: true);
                figures.AtLeast(name + ", each card from somewhere else", count / scattered, 20_000, "events/s");
                await ReportAsync(rig, server, figures, count, limit: null);
            }
            else
            {
                figures.Note(Figures.Line($"{name}: {count / time:#,0} events/s"));
                lines.Add(await ReportAsync(rig, server, figures, count, limit: double.PositiveInfinity, position) / count * 1e6);
            }
        }

        figures.Note(Figures.Line($"cost per event: {string.Join(", ", events.Select(cost => Figures.Line($"{cost:0.0}")))} us; per line ")
            + Figures.Line($"of a back-report: {string.Join(", ", lines.Select(cost => Figures.Line($"{cost:0.0}")))} us"));
    }

    /// <summary>From the poll that claims the file to its receipt.</summary>
    private static async Task<double> EventsAsync(ImportRig rig, BenchDatabase server, Figures figures, BenchPartner partner,
        BenchStories stories, int count, bool isScattered = false)
    {
        await partner.DropAsync(stories.Next(count, isScattered));
        await partner.PollAsync(rig);
        await server.SettleAsync();
        var before = await server.QueryAsync<long>(rig.Database, "select count(*) from orders.card_event where effect = 'APPLIED'");
        var (ours, servers) = (Environment.CpuUsage.TotalTime, server.ProcessorTime());
        var seconds = await Turns.SecondsAsync(async () =>
        {
            await partner.PollAsync(rig);
            return null;
        });
        (ours, servers) = (Environment.CpuUsage.TotalTime - ours, server.ProcessorTime() - servers);
        figures.Note(Figures.Line($"processor time per event in a file of {count:#,0}: {ours.TotalMicroseconds / count:0.0} us ours, ")
            + Figures.Line($"{servers.TotalMicroseconds / count:0.0} us PostgreSQL's"));
        var applied = await server.QueryAsync<long>(rig.Database, "select count(*) from orders.card_event where effect = 'APPLIED'")
            - before;
        return applied == count ? seconds : throw new InvalidOperationException($"{count} events were told, {applied} applied.");
    }

    private static async Task<double> ReportAsync(ImportRig rig, BenchDatabase server, Figures figures, int lines, double? limit,
        long position = -1)
    {
        await server.SettleAsync();
        var ours = await Turns.SecondsAsync(async () =>
        {
            await rig.Services.GetRequiredService<IBackReports>().MakeAsync(rig.Profile, CancellationToken.None);
            return null;
        });
        var made = await server.QueryAsync<long>(rig.Database, "select lines from exchange.back_report order by seq desc limit 1");
        if (limit is null)
        {
            figures.Note(Figures.Line($"back-report of {made:#,0} lines: {made / ours:#,0} lines/s"));
            return ours;
        }

        var plain = await Turns.SecondsAsync(async () =>
        {
            await CopyAsync(server, rig.Database, PlainReport.Replace("{0}", Figures.Line($"{position}"), StringComparison.Ordinal));
            return null;
        });
        figures.Compare(Figures.Line($"back-report of {made:#,0} lines"), (ours, plain), "plain COPY of the same columns",
            double.IsPositiveInfinity(limit.Value) ? null : limit);
        return made >= lines ? ours : throw new InvalidOperationException($"{lines} lines were expected, {made} written.");
    }

    private static async Task CopyAsync(BenchDatabase server, string database, string copy)
    {
        await using var connection = new NpgsqlConnection(server.OwnerConnection(database) + ";Pooling=false");
        await connection.OpenAsync();
        using var reader = await connection.BeginTextExportAsync(copy);
        var buffer = new char[64 * 1024];
        while (await reader.ReadAsync(buffer) > 0)
        {
            // As fast as it comes.
        }
    }
}
