using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Vault;

/// <summary>The keys of cards in a real database: before the cards, gone before them, and one for each.</summary>
public sealed class CardKeyTests : CardTests
{
    private const string CardsWithoutKey =
        "select count(*) from orders.card c where c.sealed is not null and not exists (select from vault.card_key k where k.card_id = "
        + "c.card_id)";
    private const string KeysWithoutCard =
        "select count(*) from vault.card_key k where not exists (select from orders.card c where c.card_id = k.card_id and c.sealed is "
        + "not null)";

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CKEY");

    [Fact]
    public async Task Every_card_has_a_key_of_its_own_and_rows_that_became_no_card_have_none()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;", "A3;NONE;Eva;Al;;HQ;");
        await Cards.OrderAsync("A2;ID-STD;Eva;Al;;HQ;", "A1;ID-STD;Bo;Other;;HQ;", "A4;ID-STD;Eva;Al;;HQ;");

        Assert.Equal(3, await CountAsync("select count(*) from vault.card_key"));
        Assert.Equal(3, await CountAsync("select count(distinct wrapped) from vault.card_key where octet_length(wrapped) = 60"));
        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
    }

    [Fact]
    public async Task A_card_is_gone_for_good_once_its_key_is_and_the_gate_completes_an_erasure_that_died_in_between()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card where row_no = 1");
        CrashPoint.Watcher = point =>
        {
            if (point == "card-keys.destroyed")
            {
                throw new InvalidOperationException("as if the connection to the cards' database had broken");
            }
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => EraseAsync(card));
        CrashPoint.Watcher = null;

        Assert.Equal((1, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
        Assert.Equal(1, await CountAsync("select count(*) from vault.key_destruction where cause = 'ERASURE' and keys = 1"));

        var found = await PassAsync();
        Assert.Equal((1, 1), (found.Entries, found.Cards));
        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
        Assert.Equal(1, await CountAsync("select count(*) from orders.card where sealed is not null"));
        Assert.Equal(0, (await PassAsync()).Entries);
    }

    [Fact]
    public async Task An_erasure_given_up_before_its_commit_destroys_no_key()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Database.InTransactionAsync(Rig.Profile.Id, async session =>
        {
            await EraseAsync(session, card);
            throw new InvalidOperationException("given up");
        }, CancellationToken.None));

        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
    }

    [Fact]
    public async Task A_vault_older_than_an_erasure_has_the_key_destroyed_again()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card where row_no = 1");
        await Postgres.ExecuteAsOwnerAsync("create table old_key as select * from vault.card_key");
        await EraseAsync(card);
        await Postgres.ExecuteAsOwnerAsync(
            "insert into vault.card_key select * from old_key on conflict do nothing; delete from vault.key_destruction");

        Assert.Equal(0, (await PassAsync()).Entries);

        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
        Assert.Equal(1, await CountAsync("select count(*) from vault.key_destruction"));
    }

    [Fact]
    public async Task Keys_whose_cards_were_never_committed_are_swept_and_the_others_kept()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        Rig.Drop("ORD_LOST.csv", CardMaker.Header + "B1;ID-STD;Eva;Al;;HQ;\r\n");
        CrashPoint.Watcher = point =>
        {
            if (point == "card-keys.committed")
            {
                throw new InvalidOperationException("as if the connection to the cards' database had broken");
            }
        };
        await Record.ExceptionAsync(() => Rig.PollAsync(2));
        CrashPoint.Watcher = null;
        Assert.Equal((0, 1), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));

        // The file is stored after all, with keys of its own.
        Rig.Clock.Advance(TimeSpan.FromMinutes(25));
        await Rig.PollAsync(3);
        Assert.Equal("1", Rig.Receipt("ORD_LOST")["rows_accepted"]);
        await SweepAsync();
        Assert.Equal((0, 1), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));

        Rig.Clock.Advance(TimeSpan.FromHours(2));
        await SweepAsync();
        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
        Assert.Equal(2, await CountAsync("select count(*) from vault.card_key"));
        Assert.Equal(0, await CountAsync("select count(*) from vault.pending_order"));
        Assert.Equal(1, await CountAsync("select keys from vault.key_destruction where cause = 'ORPHAN'"));

        Task SweepAsync() => Rig.Services.GetRequiredService<IPurgeStore>()
            .SweepCardKeysAsync(Rig.Profile.Id, PurgeLimits.At(Rig.Clock.GetUtcNow(), Rig.Profile), CancellationToken.None);
    }

    /// <summary>Another hand at work in the vault: without the key's end there is no erasure.</summary>
    [Fact]
    public async Task A_key_that_would_remain_keeps_the_card()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card");
        await Postgres.ExecuteAsOwnerAsync("""
            create function public.keep() returns trigger language plpgsql as 'begin return null; end'; create trigger keeps before delete
                on vault.card_key for each row execute function public.keep()
            """);

        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => EraseAsync(card));

        Assert.Equal(FailureReason.DatabaseRefused, failure.Reason);
        Assert.Equal((0, 0), (await CountAsync(CardsWithoutKey), await CountAsync(KeysWithoutCard)));
        Assert.Equal(1, await CountAsync("select count(*) from orders.card where sealed is not null and erased_at is null"));
    }

    /// <summary>The worker's own, because an erasure is written into the audit log under a key of the vault.</summary>
    private ExchangeDatabase Database => Rig.Services.GetRequiredService<ExchangeDatabase>();

    private Task<ErasedCards?> EraseAsync(Guid card) => Database.InTransactionAsync(Rig.Profile.Id, session => EraseAsync(session, card),
        CancellationToken.None);

    private Task<ErasedCards?> EraseAsync(CustomerSession session, Guid card) => Rig.Services.GetRequiredService<CardErasure>().EraseAsync(
        session, Rig.Profile.Id, new ErasureOrder(ErasureCause.Request, "1"), [card], Rig.Clock.GetUtcNow(), CancellationToken.None);

    private Task<RestoreFinding> PassAsync() => Rig.Services.GetRequiredService<RestoreGate>().PassAsync(CancellationToken.None);

    private Task<long> CountAsync(string sql) => Postgres.QueryAsOwnerAsync<long>(sql);
}
