using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Notices;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Alarms and notices in the database, so that neither a restart nor a day without a mail server loses one.</summary>
internal sealed class NoticeStore(ExchangeDatabase database)
{
    private const string Insert = """
        insert into exchange.notice (channel, area, kind, event, text_sv, text_en, happened_at, next_attempt_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (channel, area, event) do nothing
        """;

    /// <summary>
    /// Compares the alarms that last now with those that lasted at the last look, and puts a notice for each channel in line for every one
    /// that began or ended. Repeatable.
    /// </summary>
    /// <exception cref="Diagnostics.FileExchangeException">The database failed; nothing was noted.</exception>
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
        var still = lasting.Select(alarm => (alarm.Area, alarm.Rule)).ToHashSet();
        foreach (var ((area, rule), began) in known.Where(one => !still.Contains(one.Key)))
        {
            batch.Add("delete from exchange.alarm where area = $1 and rule = $2", area, rule);
            AddTo(batch, channels, NoticeTexts.Ended(area, rule, began, now), area, Event(rule, began), now);
        }

        foreach (var alarm in lasting.Where(alarm => !known.ContainsKey((alarm.Area, alarm.Rule))))
        {
            batch.Add("insert into exchange.alarm (area, rule, level, began_at) values ($1, $2, $3, $4)", alarm.Area, alarm.Rule,
                alarm.Level,
                now);
            AddTo(batch, channels, NoticeTexts.Began(alarm), alarm.Area, Event(alarm.Rule, now), now);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }, cancellationToken);

    /// <summary>
    /// Events of the last week only, so that whoever turns notices on gets no flood. Cancelled cards are looked for among the latest
    /// events, because no index
    /// of theirs begins with a time.
    /// </summary>
    private const string Events = """
        select 'ReceiptErrors', file_id::text, name, coalesce(error_code, file_status), stored_at from exchange.inbound_file
        where customer_id = $1 and claimed_at >= $2 and stored_at is not null and not is_test and file_status in ('REJECTED', 'PARTIAL')
        union all
        select 'Approval', file_id::text, name, '', stored_at from exchange.inbound_file
        where customer_id = $1 and claimed_at >= $2 and stored_at is not null and not is_test and file_status = 'PENDING_APPROVAL'
        union all
        select 'DuplicatePerson', o.order_id::text, o.order_no::text, count(*)::text, max(c.status_at) from orders.card c
        join orders.card_order o using (order_id)
        where c.customer_id = $1 and c.hold_code = 'W-DUP-01' and c.erased_at is null and c.status = 'ON_HOLD' and c.status_at >= $2
        group by o.order_id, o.order_no
        union all
        select 'Uncollected', report_id::text, name, kind, warned_at from exchange.pending_report
        where customer_id = $1 and delivered_at is not null and deleted_at is null and consumed_at is null and warned_at >= $2
        union all
        select 'Stale', e.recorded_at::text, count(*)::text, '', e.recorded_at
        from (select * from orders.card_event where customer_id = $1 order by position desc limit 5000) e
        where e.recorded_at >= $2 and e.kind = 'CANCELLED' and e.reason_code = 'STALE' group by e.recorded_at
        order by 5
        """;

    /// <summary>What happened lately to a customer's files, cards and reports that it may want to know.</summary>
    public Task<IReadOnlyList<CustomerEvent>> EventsAsync(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InTransactionAsync<IReadOnlyList<CustomerEvent>>(customer, async session =>
        {
            var events = new List<CustomerEvent>();
            await using var command = session.Command(Events, customer.Value, now.AddDays(-7));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                events.Add(new CustomerEvent(Enum.Parse<CustomerNotice>(reader.GetString(0)), reader.GetString(1), reader.GetString(2),
                    reader.GetString(3), reader.GetFieldValue<DateTimeOffset>(4)));
            }

            return events;
        }, cancellationToken);

    /// <summary>Puts notices for a customer in line; one that was there before is passed over.</summary>
    public Task NoteForCustomerAsync(CustomerId customer, IReadOnlyList<CustomerEvent> events, DateTimeOffset now,
        CancellationToken cancellationToken) => events.Count == 0
        ? Task.CompletedTask : database.InTransactionAsync(customer, async session =>
    {
        await using var batch = session.Batch();
        foreach (var one in events)
        {
            var text = NoticeTexts.Of(one);
            batch.Add(Insert, NoticeLimits.CustomerMail, customer.Value, text.Kind, $"{text.Kind} {one.Event}", text.Swedish, text.English,
                one.At, now);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }, cancellationToken);

    /// <summary>
    /// The oldest unsent notices of a channel, in order; none while the oldest waits for its next attempt or another has it.
    /// </summary>
    /// <param name="channel">Which.</param>
    /// <param name="area">Of one area alone; null: of all.</param>
    /// <param name="most">How many.</param>
    /// <param name="now">Now.</param>
    /// <param name="hold">For how long nobody else gets them.</param>
    /// <param name="cancellationToken">Gives up.</param>
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

    /// <summary>Notes that these notices reached their receiver.</summary>
    public Task SentAsync(IReadOnlyList<long> notices, DateTimeOffset now, CancellationToken cancellationToken) =>
        database.InNobodysTransactionAsync(async session =>
        {
            await session.ExecuteAsync("update exchange.notice set sent_at = $2, last_problem = null where notice_no = any($1)",
                [notices.ToArray(), now], cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("delete from exchange.notice where sent_at < $1", [now - NoticeLimits.Kept], cancellationToken)
                .ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Notes that these notices could not be sent; the next attempt is due at <paramref name="again"/>.</summary>
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
