using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>The audit log shows every tampering, its heads are written out, and what has had its time goes.</summary>
public sealed class EvidenceTests : CardTests
{
    private IEvidenceStore Evidence => Rig.Services.GetRequiredService<IEvidenceStore>();

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "EVI");

    [Theory]
    [InlineData("update audit.entry set detail = detail || '.' where entry_no = 2", "CHANGED", 2)]
    [InlineData("update audit.entry set recorded_at = recorded_at + interval '1 second' where entry_no = 2", "CHANGED", 2)]
    [InlineData("update audit.entry set hash = decode(repeat('11', 32), 'hex') where entry_no = 2", "CHANGED", 2)]
    [InlineData("delete from audit.entry where entry_no = 2", "MISSING", 2)]
    [InlineData("delete from audit.entry where entry_no = 4", "MISSING", 4)]
    [InlineData("update audit.entry set entry_no = -2 where entry_no = 2; update audit.entry set entry_no = 2 where entry_no = 3; update "
        + "audit.entry set entry_no = 3 where entry_no = -2", "CHANGED", 2)]
    [InlineData("update audit.head set hash = decode(repeat('11', 32), 'hex') where customer_id = 'EVI'", "HEAD", 5)]
    [InlineData("delete from audit.entry where entry_no > 2; update audit.head set entry_no = 2, hash = (select hash from audit.entry "
        + "where entry_no = 2)", "MISSING", 4)]
    public async Task An_entry_changed_removed_or_moved_is_found(string tampering, string what, long entry)
    {
        for (var i = 1; i <= 4; i++)
        {
            await Cards.OrderAsync($"A{i};ID-STD;Bo;Ek;;HQ;");
        }

        Assert.Empty(await VerifyAsync());
        await NightAsync();
        Assert.Equal(4, Assert.Single(Rig.Services.GetRequiredService<AuditHeadExporter>().Shipped()["EVI"]).EntryNo);
        await Postgres.ExecuteAsOwnerAsync(tampering);
        Assert.Equal(new AuditFinding("EVI", entry, what), Assert.Single(await VerifyAsync()));
    }

    [Fact]
    public async Task A_log_written_anew_from_its_start_is_found_by_the_head_that_was_shipped()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await NightAsync();
        await Postgres.ExecuteAsOwnerAsync("delete from audit.entry; delete from audit.head");
        await Evidence.RecordAsync(Rig.Profile.Id, "FILE_STORED", "x", "y", CancellationToken.None);
        Assert.Equal("SHIPPED_HEAD", Assert.Single(await VerifyAsync()).What);
    }

    [Fact]
    public async Task Evidence_goes_after_24_months_and_the_rest_of_the_chain_still_holds()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await AdvanceAsync(TimeSpan.FromDays(400));
        await Cards.OrderAsync("A2;ID-STD;Bo;Ek;;HQ;");
        await AdvanceAsync(TimeSpan.FromDays(330));
        await NightAsync();
        Assert.Equal(2, await CountAsync("audit.entry where action = 'FILE_STORED'"));
        await AdvanceAsync(TimeSpan.FromDays(2));
        await NightAsync();
        Assert.Equal(1, await CountAsync("audit.entry where action = 'FILE_STORED'"));
        Assert.Equal(1, await CountAsync("audit.entry where action = 'EVIDENCE_PURGED'"));
        Assert.Empty(await VerifyAsync());
        await Cards.OrderAsync("A3;ID-STD;Bo;Ek;;HQ;");
        Assert.Empty(await VerifyAsync());
    }

    [Fact]
    public async Task The_worker_itself_cannot_remove_an_entry()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await Assert.ThrowsAsync<NexusGo.FileExchange.Diagnostics.FileExchangeException>(() =>
            Postgres.Database.InTransactionAsync(Rig.Profile.Id, async session =>
            {
                await using var delete = session.Command("delete from audit.entry");
                await delete.ExecuteNonQueryAsync();
            }, CancellationToken.None));
    }

    [Fact]
    public async Task A_file_set_aside_goes_after_seven_days()
    {
        Rig.Drop("ORD_EVI_000001.csv", "not;an;order\r\n1;2;3\r\n");
        Rig.Drop("ohne-namen.dat", "x");
        await Rig.PollAsync();
        Rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await Rig.PollAsync();
        var aside = await CountAsync("exchange.quarantined_file");
        Assert.True(aside > 0);
        Rig.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Equal(aside, await CountAsync("exchange.quarantined_file"));
        Rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await NightAsync();
        Assert.Equal(0, await CountAsync("exchange.quarantined_file"));
        Assert.Equal(0,
            await CountAsync(
            "exchange.sealed_block b where not exists (select from exchange.pending_report r where r.report_id = b.owner_id)"));
    }

    [Fact]
    public async Task A_report_about_an_erased_card_loses_its_stored_bytes_once_it_is_delivered()
    {
        await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;");
        await Postgres.ExecuteAsOwnerAsync("update exchange.pending_report set delivered_at = null");
        var card = await Postgres.QueryAsOwnerAsync<Guid>("select card_id from orders.card");
        await Rig.Services.GetRequiredService<NexusGo.FileExchange.Adapters.Postgres.ExchangeDatabase>().InTransactionAsync(Rig.Profile.Id,
            session => Rig.Services.GetRequiredService<NexusGo.FileExchange.Adapters.Postgres.CardErasure>().EraseAsync(
            session, Rig.Profile.Id, new ErasureOrder(ErasureCause.Operator, "1"), [card], Rig.Clock.GetUtcNow(), CancellationToken.None),
                CancellationToken.None);
        await NightAsync();
        Assert.True(await BlocksAsync() > 0);
        await Postgres.ExecuteAsOwnerAsync("update exchange.pending_report set delivered_at = now()");
        await NightAsync();
        Assert.Equal(0, await BlocksAsync());
    }

    /// <summary>The worker's clock and the database's: the audit log believes only the latter.</summary>
    private async Task AdvanceAsync(TimeSpan time)
    {
        Rig.Clock.Advance(time);
        var days = (int)(Rig.Clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).TotalDays;
        await Postgres.ExecuteAsOwnerAsync($"create or replace function audit.clock() returns timestamptz language sql stable as $$select "
            + $"transaction_timestamp() + interval '{days} days'$$");
    }

    private Task<long> BlocksAsync() =>
        CountAsync("exchange.sealed_block join exchange.pending_report on report_id = owner_id where kind = 'RES'");

    private Task<long> CountAsync(string from) => Postgres.QueryAsOwnerAsync<long>("select count(*) from " + from);

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private async Task<IReadOnlyList<AuditFinding>> VerifyAsync()
    {
        return (await Rig.Services.GetRequiredService<AuditVerification>().RunAsync(null, CancellationToken.None)).Findings;
    }
}
