using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>The erasing itself: inside somebody's transaction, whole, announced in the journal, and nothing of anybody else's.</summary>
public sealed class CardErasureTests : CardTests
{
    private ErasureJournal Journal => Rig.Services.GetRequiredService<ErasureJournal>();

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "ERA");

    [Fact]
    public async Task After_an_erasure_nothing_of_the_person_is_left_but_the_skeleton_for_the_accounts()
    {
        var planted = new PlantedText("Planterad-Åsa", "Gömdsson", "19900101-9802", "199001019802", "REF-PLANTERAD-77");
        var numbers = await Cards.OrderAsync("REF-PLANTERAD-77;ID-STD;Planterad-Åsa;Gömdsson;19900101-9802;HQ;");
        await Cards.DeliverAsync(numbers.Values);
        Assert.NotNull(await Partner.BackReportAsync());
        var number = numbers["REF-PLANTERAD-77"];

        Assert.Equal(1, (await EraseAllAsync(ErasureCause.PeriodEnded))!.Cards);

        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("""
            select sealed is null and ref_index is null and person_index is null and card_no is null and erased_at is not null
                and product_code = 'ID-STD' and produced_at is not null and shipped_at is not null and delivered_at is not null
                    and invoiced_at is not null
            from orders.card
            """));
        Assert.Equal("INV-1", await Postgres.QueryAsOwnerAsync<string>("select invoice_no from orders.card_event where kind = 'INVOICED'"));
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>("select (select count(*) from orders.card where sealed is not null) + (select count(*) "
            + "from orders.card_chip) + (select count(*) from orders.card_person)"));
        Assert.Null(await Postgres.QueryAsOwnerAsync<string>("""
            select string_agg(r.customer_id || ' ' || r.name, ', ') from exchange.sealed_block b join exchange.pending_report r
                on r.report_id = b.owner_id where r.kind in ('RES', 'ERR', 'BRP')
            """));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select erased_at is not null and signed_by is null from orders.card_order"));

        // The customer's own files on its own server are the customer's; ours hold nothing.
        Directory.Delete(Path.Combine(Rig.Area), recursive: true);
        Directory.Delete(Partner.Area, recursive: true);
        await Postgres.ExecuteAsOwnerAsync("vacuum full");
        await planted.AssertNowhereAsync(Rig, Postgres);
        await new PlantedText(number, "SHIP-", "TRACK-").AssertTablesCleanAsync(Postgres);
    }

    [Fact]
    public async Task An_erased_card_is_not_found_by_its_number_and_its_neighbour_still_is()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Ek;;HQ;");
        var ids = await AllCardsAsync();

        Assert.NotNull(await EraseAsync([ids[0]]));
        Assert.Equal((0, 1), (await FoundAsync("A1"), await FoundAsync("A2")));

        Task<long> FoundAsync(string reference) =>
            Postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where card_no = {numbers[reference]}");
    }

    [Fact]
    public async Task Cards_of_another_customer_and_cards_already_erased_are_passed_over()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await using var other = ExchangeRig.Create(Postgres.ConnectionString, "ERB", beside: Rig);
        var ids = await AllCardsAsync();
        var erasure = other.Services.GetRequiredService<CardErasure>();
        Assert.Null(await other.Services.GetRequiredService<ExchangeDatabase>().InTransactionAsync(other.Profile.Id, session =>
            erasure.EraseAsync(session, other.Profile.Id, new ErasureOrder(ErasureCause.Request, "1"), ids, Rig.Clock.GetUtcNow(),
                CancellationToken.None), CancellationToken.None));
        Assert.NotNull(await EraseAllAsync(ErasureCause.Request));
        Assert.Null(await EraseAllAsync(ErasureCause.Request));
        Assert.Equal([JournalEntryKind.Erase, JournalEntryKind.Done], Entries().Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_cancelled_card_keeps_its_number_until_it_is_erased_for_good()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await Postgres.ExecuteAsOwnerAsync("update orders.card set status = 'CANCELLED', status_at = now()");
        Assert.NotNull(await EraseAllAsync(ErasureCause.Cancelled));
        Assert.Equal(numbers["A1"],
            await Postgres.QueryAsOwnerAsync<string>(
            "select card_no::text from orders.card where sealed is null and kept_until = status_at + interval '30 days'"));
        Assert.NotNull(await EraseAllAsync(ErasureCause.KeptNumber));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select card_no is null and kept_until is null from orders.card"));
    }

    [Theory]
    [InlineData(ErasureCause.PeriodEnded, 1)]
    [InlineData(ErasureCause.Cancelled, 1)]
    [InlineData(ErasureCause.Request, 0)]
    [InlineData(ErasureCause.Operator, 0)]
    [InlineData(ErasureCause.Offboarding, 0)]
    public async Task An_erasure_that_somebody_asked_for_takes_what_was_set_aside_of_this_customer(ErasureCause cause, long left)
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await Postgres.ExecuteAsOwnerAsync($"""
            insert into exchange.quarantined_file (file_id, customer_id, wrapped_key, size_bytes, quarantined_at)
                values (md5('a')::uuid, '{Rig.Customer}', '\x00', 1, now()), (md5('b')::uuid, 'ELSE', '\x00', 1, now());
            insert into exchange.sealed_block (owner_id, block_no, customer_id, sealed)
                values (md5('a')::uuid, 0, '{Rig.Customer}', '\x00'), (md5('b')::uuid, 0, 'ELSE', '\x00');
            """);
        Assert.NotNull(await EraseAllAsync(cause));
        Assert.Equal(left,
            await Postgres.QueryAsOwnerAsync<long>($"select count(*) from exchange.quarantined_file where customer_id = '{Rig.Customer}'"));
        Assert.Equal(left,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.sealed_block where owner_id = md5('a')::uuid"));
        Assert.Equal(1,
            await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.sealed_block where owner_id = md5('b')::uuid"));
    }

    [Fact]
    public async Task A_transaction_given_up_erases_nothing_and_the_journal_says_so()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var ids = await AllCardsAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Rig.Services.GetRequiredService<ExchangeDatabase>()
            .InTransactionAsync(Rig.Profile.Id, async session =>
            {
                await Rig.Services.GetRequiredService<CardErasure>().EraseAsync(session, Rig.Profile.Id,
                    new ErasureOrder(ErasureCause.Request, "1"), ids, Rig.Clock.GetUtcNow(), CancellationToken.None);
                throw new InvalidOperationException("given up");
            }, CancellationToken.None));
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select sealed is not null and erased_at is null from orders.card"));
        Assert.Equal([JournalEntryKind.Erase, JournalEntryKind.Undone], Entries().Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_history_with_an_erased_card_in_it_is_withdrawn_and_its_stored_bytes_go()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await Postgres.ExecuteAsOwnerAsync($"""
            insert into exchange.pending_report (report_id, customer_id, kind, position, folder, name, size_bytes, sha256, wrapped_key,
                created_at, next_attempt_at, delivered_at)
            select md5(no::text)::uuid, '{Rig.Customer}', 'HIS', 5, '/out/reports/', 'HIS_' || no, 1, '\x00', '\x00', now(), now(), case
                when no < 3 then now() end from generate_series(1, 3) no;
            insert into exchange.sealed_block (owner_id, block_no, customer_id, sealed) select report_id, 0, '{Rig.Customer}', '\x00'
                from exchange.pending_report where kind = 'HIS';
            insert into exchange.history_card (customer_id, report_id, card_id) select '{Rig.Customer}', md5(no::text)::uuid, card_id
                from orders.card, (values (1, 1), (3, 1), (2, 2)) h (no, row) where row = row_no;
            """);
        var first = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card where row_no = 1");
        await Rig.Services.GetRequiredService<ExchangeDatabase>()
            .InTransactionAsync(Rig.Profile.Id, session => Rig.Services.GetRequiredService<CardErasure>().EraseAsync(
            session, Rig.Profile.Id, new ErasureOrder(ErasureCause.Request, "1"), [first], Rig.Clock.GetUtcNow(), CancellationToken.None),
                CancellationToken.None);

        // The one that had not been delivered never will be; the other card's is left alone.
        Assert.Equal("HIS_1 HIS_3", await Postgres.QueryAsOwnerAsync<string>("""
            select string_agg(name, ' ' order by name) from exchange.pending_report where kind = 'HIS' and consumed_signal = 'ERASED'
                and delivered_at is not null and purged_at is not null
            """));
        Assert.Equal("HIS_2",
            await Postgres.QueryAsOwnerAsync<string>("select string_agg(name, ' ') from exchange.sealed_block join "
            + "exchange.pending_report on report_id = owner_id where kind = 'HIS'"));
    }

    [Fact]
    public async Task Without_a_journal_nothing_is_erased()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await File.WriteAllTextAsync(Path.Combine(Rig.Folder, "erasure-journal"), "a file where the folder should be");
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => EraseAllAsync(ErasureCause.Request));
        Assert.Equal(FailureReason.JournalUnavailable, failure.Reason);
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>("select sealed is not null and erased_at is null from orders.card"));
    }

    /// <summary>Another hand at work in the database: whatever would stay of the person, the erasure that would leave it is none.</summary>
    [Theory]
    [InlineData("alter table orders.card disable trigger card_person_goes")]
    [InlineData("create rule keeps as on delete to orders.card_chip do instead nothing")]
    public async Task An_erasure_that_would_leave_something_of_the_person_erases_nothing(string sabotage)
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;19900101-9802;HQ;");
        await Cards.DeliverAsync(numbers.Values);
        await Postgres.ExecuteAsOwnerAsync(sabotage);

        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => EraseAllAsync(ErasureCause.Request));

        Assert.Equal(FailureReason.DatabaseRefused, failure.Reason);
        Assert.True(await Postgres.QueryAsOwnerAsync<bool>(
            "select sealed is not null and person_index is not null and erased_at is null from orders.card"));
        Assert.Equal([JournalEntryKind.Erase, JournalEntryKind.Undone], Entries().Select(entry => entry.Kind));
    }

    private List<JournalEntry> Entries() => [.. Journal.Files().SelectMany(file => JournalFile.Read(file.Path))];

    private async Task<IReadOnlyList<Guid>> AllCardsAsync() =>
        (await Postgres.QueryAsOwnerAsync<Guid[]>("select array_agg(card_id order by card_id) from orders.card"))!;

    private async Task<ErasedCards?> EraseAllAsync(ErasureCause cause) => await EraseAsync(await AllCardsAsync(), cause);

    private Task<ErasedCards?> EraseAsync(IReadOnlyList<Guid> ids, ErasureCause cause = ErasureCause.Request) =>
        Rig.Services.GetRequiredService<ExchangeDatabase>()
            .InTransactionAsync(Rig.Profile.Id, session => Rig.Services.GetRequiredService<CardErasure>().EraseAsync(
            session, Rig.Profile.Id, new ErasureOrder(cause, Rig.Profile.Version), ids, Rig.Clock.GetUtcNow(), CancellationToken.None),
                CancellationToken.None);
}
