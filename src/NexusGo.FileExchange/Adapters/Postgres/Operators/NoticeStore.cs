using NexusGo.FileExchange.Operators.Notices;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Alarms and notices in the database, so that neither a restart nor a day without a mail server loses one.</summary>
internal sealed class NoticeStore(ExchangeDatabase database) : INoticeStore
{
    private const string Insert = """
        insert into exchange.notice (channel, area, kind, event, text_sv, text_en, happened_at, next_attempt_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (channel, area, event) do nothing
        """;

    public Task NoteAlarmsAsync(IReadOnlyList<Alarm> lasting, IReadOnlyList<string> channels, DateTimeOffset now,
        CancellationToken cancellationToken) => database.InNobodysTransactionAsync(async session =>
    {
        // One worker looks at a time: two looks at once would both find the same beginning.
        await session.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('nexusgo.alarms', 0))", [], cancellationToken)
            .ConfigureAwait(false);
        var known = new Dictionary<(string, string), DateTimeOffset>();
        await using (var command = session.Command("select area, rule, began_at from exchange.alarm"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                known.Add((reader.GetString(0), reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2));
            }
        }

        await using var batch = session.Batch();
        foreach (var alarm in lasting.Where(alarm => !known.ContainsKey((alarm.Area, alarm.Rule))))
        {
            batch.Add("insert into exchange.alarm (area, rule, level, began_at) values ($1, $2, $3, $4)", alarm.Area, alarm.Rule,
                alarm.Level,
                now);
            AddTo(batch, channels, NoticeTexts.Began(alarm), alarm.Area, Event(alarm.Rule, now), now);
        }

        var still = lasting.Select(alarm => (alarm.Area, alarm.Rule)).ToHashSet();
        foreach (var ((area, rule), began) in known.Where(one => !still.Contains(one.Key)))
        {
            batch.Add("delete from exchange.alarm where area = $1 and rule = $2", area, rule);
            AddTo(batch, channels, NoticeTexts.Ended(area, rule, began, now), area, Event(rule, began), now);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }, cancellationToken);

    public Task<IReadOnlyList<Notice>> ClaimAsync(string channel, string? area, int most, DateTimeOffset now, TimeSpan hold,
        CancellationToken cancellationToken) => database.InNobodysTransactionAsync<IReadOnlyList<Notice>>(async session =>
    {
        await session.ExecuteAsync("select pg_advisory_xact_lock(hashtextextended('nexusgo.notices ' || $1, 0))", [channel + area],
            cancellationToken).ConfigureAwait(false);
        var notices = new List<Notice>();
        await using (var command = session.Command("""
            select notice_no, area, kind, text_sv, text_en, happened_at, attempts, next_attempt_at from exchange.notice
            where channel = $1 and ($2::text is null or area = $2) and sent_at is null order by notice_no limit $3
            """, channel, area, most))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetFieldValue<DateTimeOffset>(7) > now)
                {
                    // The first of them waits for its next attempt, or another sender has it: what is behind it waits too, for the order's
                    // sake.
                    break;
                }

                notices.Add(new Notice(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                    reader.GetString(4),
                    reader.GetFieldValue<DateTimeOffset>(5), reader.GetInt32(6)));
            }
        }

        await session.ExecuteAsync("update exchange.notice set next_attempt_at = $2 where notice_no = any($1)",
            [notices.Select(one => one.Number).ToArray(), now + hold], cancellationToken).ConfigureAwait(false);
        return notices;
    }, cancellationToken);

    public Task SentAsync(IReadOnlyList<long> notices, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InNobodysTransactionAsync(async session =>
        {
            await session.ExecuteAsync("update exchange.notice set sent_at = $2, last_problem = null where notice_no = any($1)",
                [notices.ToArray(), now], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("delete from exchange.notice where sent_at < $1", [now - NoticeLimits.Kept], cancellationToken)
                .ConfigureAwait(false);
        }, cancellationToken);

    public Task FailedAsync(IReadOnlyList<long> notices, string problem, DateTimeOffset again, CancellationToken cancellationToken) =>
        database.InNobodysTransactionAsync(session => session.ExecuteAsync(
            "update exchange.notice set attempts = attempts + 1, last_problem = $2, next_attempt_at = $3 where notice_no = any($1)",
            [notices.ToArray(), problem, again], cancellationToken), cancellationToken);

    private static void AddTo(Npgsql.NpgsqlBatch batch, IReadOnlyList<string> channels, NoticeText text, string area, string named,
        DateTimeOffset now)
    {
        foreach (var channel in channels)
        {
            batch.Add(Insert, channel, area, text.Kind, text.Kind + " " + named, text.Swedish, text.English, now, now);
        }
    }

    private static string Event(string rule, DateTimeOffset began) => $"{rule} {began.ToUnixTimeMilliseconds()}";
}
