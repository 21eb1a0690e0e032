using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// What the rows of a request file select: the rows are staged in a table of the transaction and met with the register set-wise. What they
/// may select is bounded (<see cref="RequestLimits"/>). The policies show the customer's own rows only; every statement names the customer
/// all the same.
/// </summary>
internal sealed class RequestSelection(CustomerSession session, string customer)
{
    private const string Stage = """
        create temporary table asked (row_no integer not null, selector text not null, number bigint, idx uuid, from_at timestamptz,
            until_at timestamptz) on commit drop;
        create temporary table asked_card (row_no integer not null, card_id uuid not null) on commit drop
        """;

    private const string Estimate = """
        select a.row_no, sum(o.cards)::bigint
        from asked a join lateral (select o.cards from orders.card_order o where o.order_no = a.number and o.customer_id = $1 offset 0) o
            on true
        where a.selector = 'ORDER_NO'
        group by a.row_no
        union all
        select a.row_no, sum(o.cards)::bigint
        from asked a join orders.card_order o on o.customer_id = $1 and o.ordered_at < a.until_at
            and (a.from_at is null or o.ordered_at >= a.from_at)
        where a.selector in ('ALL_BEFORE', 'PERIOD')
        group by a.row_no
        """;

    private const string Select = """
        insert into asked_card (row_no, card_id)
        select a.row_no, c.card_id
        from asked a join lateral (select c.card_id from orders.card c where c.card_no = a.number and c.customer_id = $1 offset 0) c on true
        where a.selector = 'CARD_NO'
        union all
        select a.row_no, c.card_id
        from asked a join lateral (select c.card_id from orders.card c where c.ref_index = a.idx and c.customer_id = $1 offset 0) c on true
        where a.selector = 'CUSTOMER_REF'
        union all
        select a.row_no, c.card_id
        from asked a join lateral (select p.card_id from orders.card_person p where p.person_index = a.idx
            and p.customer_id = $1 offset 0) c on true
        where a.selector = 'PERSON'
        union all
        select a.row_no, c.card_id
        from asked a join lateral (select o.first_card_id, o.last_card_id from orders.card_order o where o.order_no = a.number
            and o.customer_id = $1 offset 0) o on true
        join lateral (select c.card_id from orders.card c where c.card_id between o.first_card_id and o.last_card_id offset 0) c on true
        where a.selector = 'ORDER_NO'
        union all
        select a.row_no, c.card_id
        from asked a join orders.card_order o on o.customer_id = $1 and o.ordered_at < a.until_at
            and (a.from_at is null or o.ordered_at >= a.from_at)
        join lateral (select c.card_id from orders.card c where c.card_id between o.first_card_id and o.last_card_id offset 0) c on true
        where a.selector in ('ALL_BEFORE', 'PERIOD')
        """;

    private const string Count = """
        select a.row_no, count(*), count(*) filter (where c.erased_at is null),
            count(*) filter (where c.erased_at is null and c.invoiced_at is not null and c.card_state <> 'NONE')
        from asked_card a join lateral (select * from orders.card c where c.card_id = a.card_id offset 0) c on true
        group by a.row_no
        """;

    private static readonly string Read = $"""
        select a.row_no, c.card_id, o.order_no, c.card_no, {CardFactsRow.ReportedAt}, {CardFactsRow.Columns}
        from asked_card a
        join lateral (select * from orders.card c where c.card_id = a.card_id offset 0) c on true
        join lateral (select o.order_no from orders.card_order o where o.order_id = c.order_id offset 0) o on true
        where a.row_no = any($1)
        order by a.row_no, c.card_id
        """;

    /// <param name="rows">Rows about cards.</param>
    /// <param name="known">Gets what they select.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(IReadOnlyList<RequestRow> rows, KnownRequests known, CancellationToken cancellationToken)
    {
        var bounded = RequestLimits.LookedUp(rows, known.TooMany);
        await session.ExecuteAsync(Stage, [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.ByIndexAsWritten, [], cancellationToken).ConfigureAwait(false);
        await StageAsync(bounded, cancellationToken).ConfigureAwait(false);
        var read = RequestLimits.Read(bounded, await EstimateAsync(cancellationToken).ConfigureAwait(false), known.TooMany);

        // Cards that are read here may be changed here, for which everybody waits who works on the customer's cards. What is only counted
        // and put on a list of erasures holds nobody up, however much it is.
        if (read.Count > 0)
        {
            await EventLock.TakeAsync(session, customer, cancellationToken).ConfigureAwait(false);
        }

        if (known.TooMany.Count > 0)
        {
            await session.ExecuteAsync("delete from asked where row_no = any($1)", [known.TooMany.ToArray()], cancellationToken)
                .ConfigureAwait(false);
        }

        await session.ExecuteUnhurriedAsync(Select, [customer], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("analyze asked_card", [], cancellationToken).ConfigureAwait(false);
        await CountAsync(known, cancellationToken).ConfigureAwait(false);
        await ReadAsync(read, known, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(PlannerHints.Any, [], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Which reports asked for have anything to tell.</summary>
    public async Task FindRepeatableAsync(IReadOnlyList<RequestRow> rows, KnownRequests known, CancellationToken cancellationToken)
    {
        foreach (var (row, place) in rows.Select((row, place) => (row, place)))
        {
            if (place >= RequestLimits.Reports)
            {
                known.TooMany.Add(row.RowNumber);
            }
            else if (await RepeatedLines.AnyAsync(session, customer, row, cancellationToken).ConfigureAwait(false))
            {
                known.Repeatable.Add(row.RowNumber);
            }
        }
    }

    private Task StageAsync(List<RequestRow> rows, CancellationToken cancellationToken) => session.ExecuteAsync("""
        insert into asked (row_no, selector, number, idx, from_at, until_at)
        select * from unnest($1::integer[], $2::text[], $3::bigint[], $4::uuid[], $5::timestamptz[], $6::timestamptz[])
        """, [rows.Select(row => row.RowNumber).ToArray(), rows.Select(row => row.Selector!.Value.ToWireName()).ToArray(),
        rows.Select(row => row.Number).ToArray(),
            rows.Select(row => row.Index).ToArray(), rows.Select(row => row.From).ToArray(), rows.Select(row => row.Until).ToArray()],
            cancellationToken);

    private async Task<Dictionary<int, long>> EstimateAsync(CancellationToken cancellationToken)
    {
        var estimates = new Dictionary<int, long>();
        await using var command = session.Command(Estimate, customer);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            estimates[reader.GetInt32(0)] = reader.GetInt64(1);
        }

        return estimates;
    }

    private async Task CountAsync(KnownRequests known, CancellationToken cancellationToken)
    {
        await using var command = session.Command(Count);
        command.Unhurried();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Cards.Add(reader.GetInt32(0),
                new SelectedCards { Count = reader.GetInt64(1), Open = reader.GetInt64(2), Ready = reader.GetInt64(3) });
        }
    }

    private async Task ReadAsync(HashSet<int> rows, KnownRequests known, CancellationToken cancellationToken)
    {
        var cards = new Dictionary<Guid, CardToChange>();
        await using var command = session.Command(Read, rows.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var cardId = reader.GetGuid(1);
            if (!cards.TryGetValue(cardId, out var card))
            {
                var registered = new RegisteredCard(cardId, customer, CardFactsRow.Read(reader, 5),
                    reader.GetFieldValue<DateTimeOffset>(4));
                cards.Add(cardId, card = new CardToChange(registered, reader.GetInt64(2), reader.IsDBNull(3) ? null : reader.GetInt64(3)));
            }

            known.Cards[reader.GetInt32(0)].Cards.Add(card);
        }
    }
}
