using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Vault;
using Xunit;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>What every store of event files must do. Run by the double and by PostgreSQL.</summary>
public abstract class EventTransactionContract
{
    private protected static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly CardFacts Ordered = new(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false);

    /// <summary>Two customers that exist in the store.</summary>
    private protected abstract (string One, string Other) Customers { get; }

    /// <summary>Registers a card with these facts, last reported at <see cref="Noon"/>, and returns its number.</summary>
    private protected abstract Task<long> AddCardAsync(string customer, CardFacts facts);

    private protected abstract Task<IEventTransaction> BeginAsync();

    private protected abstract Task<RegisteredCard> CardAsync(long cardNo);

    /// <summary>Kind, effect and event time of everything recorded about a card, in order.</summary>
    private protected abstract Task<IReadOnlyList<(CardEventKind Kind, EventEffect Effect, DateTimeOffset Time)>> EventsAsync(long cardNo);

    /// <summary>Chips per event kind that brought them.</summary>
    private protected abstract Task<int> ChipsAsync(long cardNo);

    /// <summary>Commits an otherwise empty verdict.</summary>
    private protected abstract Task CommitAsync(IEventTransaction transaction);

    [Fact]
    public async Task Rows_are_streamed_by_card_then_time_then_row_with_what_the_register_knows()
    {
        var (one, two) = (await AddCardAsync(Customers.One, Ordered),
            await AddCardAsync(Customers.Other, Ordered with { IsInvoiced = true }));
        await using var transaction = await BeginAsync();
        await AddAsync(transaction, Row(1, "b", two, CardEventKind.InProduction, 1), Row(2, "c", one, CardEventKind.Produced, 5),
            Row(3, "d", one, CardEventKind.InProduction, 2), Row(4, "e", 99_999_999_999, CardEventKind.InProduction, 0));
        var staged = await StagedAsync(transaction);
        var byCard = new[] { one, two }.Order().ToArray();
        Assert.Equal(byCard[0] == one ? [3, 2, 1, 4] : [1, 3, 2, 4], staged.Select(row => row.RowNumber));
        Assert.Equal((Customers.Other, true, Noon), Known(staged.Single(row => row.RowNumber == 1)));
        Assert.Equal((Customers.One, false, Noon), Known(staged.Single(row => row.RowNumber == 2)));
        Assert.Null(staged.Single(row => row.RowNumber == 4).Card);
    }

    [Fact]
    public async Task Rows_with_problems_are_answered_and_not_streamed()
    {
        await using var transaction = await BeginAsync();
        var wrong = Row(1, "", 0, default, 0);
        wrong.Problems.Add(("event", "E-VAL-03"));
        await AddAsync(transaction, wrong, Row(2, "x", 99_999_999_999, CardEventKind.Failed, 0));
        await RunAsync(transaction);
        var answers = await AnswersAsync(transaction);
        Assert.Equal([(1, RowOutcome.Rejected, "E-VAL-03"), (2, RowOutcome.Rejected, "R-EVT-02")],
            answers.Select(answer => (answer.RowNumber, answer.Outcome, answer.Problems[0].Code)));
    }

    [Fact]
    public async Task Rows_of_one_id_that_agree_are_chips_of_one_event_and_others_are_ambiguous()
    {
        var card = await AddCardAsync(Customers.One, Ordered with { Status = CardStatus.InProduction });
        await using (var transaction = await BeginAsync())
        {
            await AddAsync(transaction, Chip(Row(1, "p", card, CardEventKind.Produced, 1), "MIFARE", 1),
                Chip(Row(2, "p", card, CardEventKind.Produced, 1), "EM", 2),
                Chip(Row(3, "p", card, CardEventKind.Produced, 1), "MIFARE", 1), Row(4, "q", card, CardEventKind.Shipped, 2),
                Row(5, "q", card, CardEventKind.Delivered, 2));
            await RunAsync(transaction);
            var answers = await AnswersAsync(transaction);
            Assert.Equal([(RowOutcome.Accepted, null), (RowOutcome.Accepted, null), (RowOutcome.Unchanged, null),
                (RowOutcome.Rejected, "R-EVT-04"), (RowOutcome.Rejected, "R-EVT-04")],
                answers.Select(answer => (answer.Outcome, answer.Problems.Count > 0 ? answer.Problems[0].Code : null)));
            await CommitAsync(transaction);
        }

        Assert.Equal([(CardEventKind.Produced, EventEffect.Applied, Noon.AddMinutes(1))], await EventsAsync(card));
        Assert.Equal(2, await ChipsAsync(card));
        Assert.Equal((CardStatus.Produced, CardState.Active), ((await CardAsync(card)).Facts.Status, (await CardAsync(card)).Facts.State));
    }

    [Fact]
    public async Task An_id_stored_before_is_known()
    {
        var card = await AddCardAsync(Customers.One, Ordered);
        for (var time = 0; time < 2; time++)
        {
            await using var transaction = await BeginAsync();
            await AddAsync(transaction, Row(1, "known-" + card, card, CardEventKind.InProduction, 1));
            await RunAsync(transaction);
            Assert.Equal(time == 0 ? RowOutcome.Accepted : RowOutcome.Unchanged, (await AnswersAsync(transaction)).Single().Outcome);
            await CommitAsync(transaction);
        }

        Assert.Single(await EventsAsync(card));
    }

    [Fact]
    public async Task Without_a_commit_nothing_happened()
    {
        var card = await AddCardAsync(Customers.One, Ordered);
        await using (var transaction = await BeginAsync())
        {
            await AddAsync(transaction, Row(1, "lost-" + card, card, CardEventKind.InProduction, 1));
            await RunAsync(transaction);
        }

        Assert.Empty(await EventsAsync(card));
        Assert.Equal(CardStatus.Ordered, (await CardAsync(card)).Facts.Status);
    }

    [Fact]
    public async Task A_complete_report_ends_the_hold_and_what_waited_gets_its_last_word()
    {
        var card = await AddCardAsync(Customers.One, Ordered with { Status = CardStatus.InProduction, Expected = ReportFields.ChipType });
        await using (var transaction = await BeginAsync())
        {
            await AddAsync(transaction, Row(1, "h1-" + card, card, CardEventKind.Produced, 1),
                Row(2, "h2-" + card, card, CardEventKind.Shipped, 2),
                Chip(Row(3, "h3-" + card, card, CardEventKind.Produced, 3), "MIFARE", 1));
            await RunAsync(transaction);
            await CommitAsync(transaction);
        }

        var found = await CardAsync(card);
        // The shipment is older than the complete report: it has its last word, and no effect.
        Assert.Equal((CardStatus.Produced, CardState.Active, false), (found.Facts.Status, found.Facts.State, found.Facts.IsHeld));
        Assert.Equal(["Produced Held", "Shipped Held", "Produced Applied", "Produced Late", "Shipped Late"],
            (await EventsAsync(card)).Select(one => $"{one.Kind} {one.Effect}"));
    }

    [Fact]
    public async Task Nothing_is_reported_before_what_was_reported_already()
    {
        var card = await AddCardAsync(Customers.One, Ordered);
        await using (var transaction = await BeginAsync())
        {
            // The partner's clock is ten minutes behind ours.
            await AddAsync(transaction, Row(1, "t1-" + card, card, CardEventKind.InProduction, -10),
                Row(2, "t2-" + card, card, CardEventKind.Produced, -9));
            await RunAsync(transaction);
            await CommitAsync(transaction);
        }

        Assert.Equal([Noon, Noon], (await EventsAsync(card)).Select(one => one.Time));
        Assert.Equal(Noon, (await CardAsync(card)).ReportedAt);
    }

    [Fact]
    public async Task A_card_that_is_not_what_was_read_is_a_transient_conflict()
    {
        var card = await AddCardAsync(Customers.One, Ordered);
        var read = await CardAsync(card);
        await using var transaction = await BeginAsync();
        await AddAsync(transaction, Row(1, "f-" + card, card, CardEventKind.InProduction, 1));
        await RunAsync(transaction);

        // Read before, changed since.
        var stale = new CardUpdate(read);
        var failed = new CardEvent(CardEventKind.Failed, Noon);
        stale.Take(failed, CardLifeCycle.Apply(read.Facts, failed), Noon);
        transaction.Writer.Update(stale);
        var conflict = await Assert.ThrowsAsync<FileExchangeException>(() => transaction.Writer.WriteAsync(CancellationToken.None));
        Assert.Equal((FailureReason.DatabaseConflict, true), (conflict.Reason, conflict.IsTransient));
    }

    private static (string, bool, DateTimeOffset) Known(StagedEvent staged) =>
        (staged.Card!.Value.Customer, staged.Card.Value.Facts.IsInvoiced, staged.Card.Value.ReportedAt);

    private static EventRow Row(int number, string id, long card, CardEventKind kind, int minute) =>
        new() { RowNumber = number, SourceId = id, CardNo = card, Kind = kind, Time = Noon.AddMinutes(minute) };

    private static EventRow Chip(EventRow row, string type, byte uid)
    {
        row.ChipType = type;
        row.Uid = [4, uid];
        return row;
    }

    private static async Task AddAsync(IEventTransaction transaction, params EventRow[] rows)
    {
        foreach (var row in rows)
        {
            await transaction.AddAsync(row, CancellationToken.None);
        }
    }

    private static Task<RowCounts> RunAsync(IEventTransaction transaction) =>
        new EventFileApplier(transaction, new Uuid7Sequence(TimeProvider.System), Noon.AddHours(1)).RunAsync(CancellationToken.None);

    private static async Task<List<StagedEvent>> StagedAsync(IEventTransaction transaction)
    {
        var staged = new List<StagedEvent>();
        await foreach (var row in transaction.StagedAsync(CancellationToken.None))
        {
            staged.Add(row);
        }

        return staged;
    }

    private static async Task<List<EventAnswer>> AnswersAsync(IEventTransaction transaction)
    {
        var answers = new List<EventAnswer>();
        await foreach (var answer in transaction.AnswersAsync(CancellationToken.None))
        {
            answers.Add(answer);
        }

        return answers;
    }
}
