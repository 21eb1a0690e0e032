using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>
/// What every store of evidence does. Entries bear the store's own clock, which may be the database's: their times are taken as told.
/// </summary>
public abstract class EvidenceStoreContract : RetentionContract
{
    [Fact]
    public async Task Entries_are_read_in_their_order_from_one_moment_to_before_another()
    {
        await RecordAsync("HOLD_SET", "one");
        await RecordAsync("HOLD_ENDED", "two");
        var entries = await EntriesAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        Assert.Equal([(1L, "HOLD_SET", "one", "by=anna"), (2L, "HOLD_ENDED", "two", "by=anna")],
            entries.Select(line => (line.EntryNo, line.Action, line.Subject, line.Detail)));
        var first = entries[0].RecordedAt;
        Assert.Equal(1, (await EntriesAsync(first, DateTimeOffset.MaxValue))[0].EntryNo);
        Assert.Empty(await EntriesAsync(DateTimeOffset.MinValue, first));
        Assert.Empty(await Retention.Evidence.EntriesAsync(new CustomerId(CustomerIds.Next("STO")), DateTimeOffset.MinValue,
            DateTimeOffset.MaxValue, default));
    }

    [Fact]
    public async Task A_log_verifies_from_its_beginning_to_its_head()
    {
        Assert.DoesNotContain(await Retention.Evidence.HeadsAsync(default), head => head.Customer == Customer.Value);
        await RecordAsync("HOLD_SET", "one");
        var before = await HeadAsync();
        await RecordAsync("HOLD_ENDED", "two");
        var head = await HeadAsync();
        Assert.Equal((1L, 2L), (before.EntryNo, head.EntryNo));
        Assert.NotEqual(before.Hash, head.Hash);
        Assert.Empty(await VerifyAsync(head));
        Assert.Empty(await VerifyAsync(head, Shipped(before), Shipped(head)));
        Assert.Empty(await VerifyAsync(before));
    }

    [Fact]
    public async Task A_head_that_was_told_otherwise_or_of_more_is_found()
    {
        await RecordAsync("HOLD_SET", "one");
        var head = await HeadAsync();
        var other = new string('0', head.Hash.Length);
        Assert.Equal([(2L, "HEAD")], await FindAsync(head with { Hash = other }));
        Assert.Equal([(2L, "MISSING")], await FindAsync(head with { EntryNo = 2 }));
        Assert.Equal([(1L, "SHIPPED_HEAD")], await FindAsync(head, Shipped(head with { Hash = other })));
        Assert.Equal([(2L, "MISSING")], await FindAsync(head, Shipped(head with { EntryNo = 2 })));
    }

    [Fact]
    public async Task Erasures_of_the_log_name_their_entries_of_the_journal()
    {
        await RecordAsync("HOLD_SET", "journal=a/1");
        foreach (var (action, detail) in new[] { ("CARDS_ERASED", "cards=1;journal=one_2026-11/7"),
            ("ERASURE_REPEATED", "journal=two_2026-11/12"), ("CARDS_ERASED", "cards=1"), ("HISTORY_READ", "journal=one_2026-11/8") })
        {
            await Retention.Evidence.RecordAsync(Customer, action, "x", detail, default);
        }

        Assert.Equal([new LoggedErasure(2, "one_2026-11", 7), new LoggedErasure(3, "two_2026-11", 12)],
            await Retention.Evidence.LoggedErasuresAsync(Customer, default));
    }

    [Fact]
    public async Task An_erasure_is_evidence_from_its_moment_on_with_the_end_of_its_keys()
    {
        var (card, _) = await AddAsync(Ida);
        await EraseAsync(card);
        var record = Assert.Single(await ErasuresAsync(Now, Now.AddTicks(10)));
        Assert.Equal(("OPERATOR", "7", 1, false, Now, null), (record.Cause, record.ProfileVersion, record.Cards, record.KeepsNumber,
            record.ErasedAt, record.Certificate));
        Assert.Equal((null, null, null), (record.RepeatedAt, record.ContentRewrittenAt, record.Keys!.RewrittenAt));
        Assert.Equal(Now, record.Keys.DestroyedAt);
        Assert.Empty(await ErasuresAsync(Now.AddDays(-1), Now));
        Assert.Empty(await ErasuresAsync(Now.AddTicks(10), Now.AddDays(1)));
        Assert.Contains(await Retention.Evidence.LoggedErasuresAsync(Customer, default),
            logged => (logged.Journal, logged.JournalEntryNo) == (record.Journal, record.EntryNo));
    }

    private Task RecordAsync(string action, string subject) =>
        Retention.Evidence.RecordAsync(Customer, action, subject, "by=anna", default);

    private Task<IReadOnlyList<AuditLine>> EntriesAsync(DateTimeOffset from, DateTimeOffset to) =>
        Retention.Evidence.EntriesAsync(Customer, from, to, default);

    private Task<IReadOnlyList<ErasureRecord>> ErasuresAsync(DateTimeOffset from, DateTimeOffset to) =>
        Retention.Evidence.ErasuresAsync(Customer, from, to, default);

    private async Task<AuditHead> HeadAsync() =>
        (await Retention.Evidence.HeadsAsync(default)).Single(head => head.Customer == Customer.Value);

    private Task<IReadOnlyList<AuditFinding>> VerifyAsync(AuditHead head, params ShippedHead[] shipped) =>
        Retention.Evidence.VerifyAsync(head, shipped, default);

    private async Task<IEnumerable<(long EntryNo, string What)>> FindAsync(AuditHead head, params ShippedHead[] shipped)
    {
        var findings = await VerifyAsync(head, shipped);
        Assert.All(findings, finding => Assert.Equal(Customer.Value, finding.Customer));
        return findings.Select(finding => (finding.EntryNo, finding.What));
    }

    private static ShippedHead Shipped(AuditHead head) => new(head.EntryNo, head.Hash, Now);
}
