using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>
/// Attacks on the audit log and the erasure journal: what the worker's role is refused, and what a superuser cannot hide.
/// </summary>
[Trait("Attack", "20.5 audit log wiped or forged")]
public sealed class AuditAttackTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) =>
        ExchangeRig.Create(connectionString, "EVI", profile => profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } });

    [Theory]
    [InlineData("insert into audit.entry values ('EVI', 99, '2099-01-01', 'X', 'x', 'x', decode(repeat('00', 32), 'hex'))")]
    [InlineData("update audit.entry set recorded_at = '2001-01-01'")]
    [InlineData("delete from audit.entry")]
    [InlineData("update audit.head set entry_no = 0")]
    [InlineData("delete from audit.head")]
    [InlineData("insert into audit.head values ('EVIL', 5, decode(repeat('00', 32), 'hex'))")]
    [InlineData("create or replace function audit.clock() returns timestamptz language sql as 'select timestamptz ''2099-01-01'''")]
    public async Task The_workers_role_is_refused_to_write_the_log_past_its_functions(string attack)
    {
        await OrderAsync(2);
        var before = await LogAsync();
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => AsWorkerAsync(attack)))
            .SqlState);
        Assert.Equal(before, await LogAsync());
    }

    [Fact]
    public async Task An_entry_dated_2099_does_not_let_the_clean_up_take_the_younger_ones()
    {
        await OrderAsync(2);
        var before = await LogAsync();

        // The function takes no time: what is appended, however false, bears the database's, and the clean-up finds nothing that is old.
        await AsWorkerAsync("select audit.append('EVI', 2, array['X'], array['2099-01-01'], array['x'], array[decode(repeat('00', 32), "
            + "'hex')]); select audit.forget('EVI')");
        Assert.StartsWith(before, await LogAsync(), StringComparison.Ordinal);
        Assert.Equal([new AuditFinding("EVI", 3, "CHANGED")], await VerifyAsync());
    }

    [Theory]
    [InlineData("select audit.append('EVI', 1, array['X'], array['x'], array['x'], array[decode(repeat('00', 32), 'hex')])")]
    [InlineData("select audit.append('EVI', 2, array['X'], array['x'], array['x'], array[]::bytea[])")]
    [InlineData("select audit.append('OTHER', 0, array['X'], array['x'], array['x'], array[decode(repeat('00', 32), 'hex')])")]
    [InlineData("select audit.lock_head('OTHER')")]
    [InlineData("select audit.forget('OTHER')")]
    public async Task The_functions_take_only_what_follows_and_only_for_the_transactions_own_customer(string attack)
    {
        await OrderAsync(2);
        await Assert.ThrowsAsync<PostgresException>(() => AsWorkerAsync(attack));
        Assert.Empty(await VerifyAsync());
    }

    /// <summary>
    /// A null that is compared with "is it another?" answers neither yes nor no, and opened the clean-up to a transaction that had named
    /// nobody.
    /// </summary>
    [Theory]
    [InlineData("")]
    [InlineData("select set_config('nexusgo.customer', '', true);")]
    public async Task Every_function_that_runs_as_the_owner_refuses_a_transaction_that_has_named_nobody(string setting)
    {
        await OrderAsync(1);
        var functions = (await Postgres.QueryAsOwnerAsync<string[]>("""
            select array_agg(format('%I.%I(%s)', n.nspname, p.proname, (
                select string_agg(case when t.oid = 'text'::regtype then '''EVI''' else 'null' end || '::' || format_type(t.oid, null),
                    ', ' order by a.place)
                from unnest(p.proargtypes) with ordinality as a (type, place) join pg_type t on t.oid = a.type)) order by p.oid)
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef
            """))!;
        Assert.Contains(functions, function => function.StartsWith("audit.forget", StringComparison.Ordinal));
        foreach (var function in functions)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => AsWorkerAsync($"{setting} select {function}", names: false));

            // A trigger's function cannot be called at all.
            Assert.True(refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.FeatureNotSupported,
                $"{function}: {refused.SqlState} {refused.MessageText}");
        }
    }

    [Theory]
    [InlineData("delete from audit.entry; delete from audit.head", "MISSING")]
    [InlineData("update audit.head h set base_entry_no = 2, base_hash = e.hash from audit.entry e where e.entry_no = 2; delete from "
        + "audit.entry where entry_no <= 2", "BASE")]
    [InlineData("update audit.entry set detail = 'x', hash = sha256('x') where entry_no = 2", "CHANGED")]
    [InlineData("update audit.head h set base_entry_no = h.entry_no, base_hash = h.hash; delete from audit.entry", "BASE")]
    public async Task A_superuser_cannot_hide_what_he_took_or_changed(string tampering, string what)
    {
        await OrderAsync(4);
        await NightAsync();
        Assert.Empty(await VerifyAsync());
        await Postgres.ExecuteAsOwnerAsync(tampering);
        Assert.Contains(await VerifyAsync(), finding => finding.Customer == "EVI" && finding.What == what);
    }

    [Fact]
    public async Task Log_and_journal_are_compared_both_ways()
    {
        var numbers = await Cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Eva;Al;;HQ;");
        await Cards.DeliverAsync([.. numbers.Values]);
        Rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await NightAsync();
        Assert.Empty(await VerifyAsync());
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        var (name, path) = journal.Files().Single();

        // The log of a customer is gone whole, and no head of it was ever shipped.
        File.Delete(Assert.Single(Directory.GetFiles(Path.Combine(Rig.Folder, "audit-heads"))));
        await Postgres.ExecuteAsOwnerAsync("create table kept as select * from audit.entry; create table kept_head as select * from "
            + "audit.head; delete from audit.entry; delete from audit.head");
        Assert.Equal([new AuditFinding("journal/" + name, 1, "NOT_IN_LOG")], await VerifyAsync());
        await Postgres.ExecuteAsOwnerAsync(
            "insert into audit.entry select * from kept; insert into audit.head select * from kept_head; drop table kept, kept_head");
        Assert.Empty(await VerifyAsync());

        // And the journal without the log.
        journal.Dispose();
        File.Delete(path);
        Assert.Equal("NOT_IN_JOURNAL", Assert.Single(await VerifyAsync()).What);
    }

    [Fact]
    public async Task A_month_of_the_journal_that_is_gone_is_missed_by_the_next_one_and_by_its_shipped_head()
    {
        await OrderAsync(1);
        var journal = Rig.Services.GetRequiredService<ErasureJournal>();
        journal.Announce("EVI", ErasureCause.Request, [Guid.NewGuid()]);
        await NightAsync();
        Rig.Clock.Advance(TimeSpan.FromDays(35));
        journal.Announce("EVI", ErasureCause.Request, [Guid.NewGuid()]);
        Assert.Empty(await VerifyAsync());
        var first = journal.Files()[0];
        Assert.Equal(2, journal.Files().Count);
        File.Delete(first.Path);
        Assert.Equal([new AuditFinding("journal/" + first.Journal, 1, "MISSING")], await VerifyAsync());
    }

    private async Task OrderAsync(int files)
    {
        for (var i = 1; i <= files; i++)
        {
            await Cards.OrderAsync($"A{i};ID-STD;Bo;Ek;;HQ;");
        }
    }

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    private async Task<IReadOnlyList<AuditFinding>> VerifyAsync() =>
        (await Rig.Services.GetRequiredService<AuditVerification>().RunAsync(null, CancellationToken.None)).Findings;

    private async Task<string> LogAsync() =>
        (await Postgres.QueryAsOwnerAsync<string>(
        "select string_agg(e::text, e'\n' order by entry_no) from audit.entry e where customer_id = 'EVI'"))!;

    /// <summary>With the worker's login, in its role, as somebody does who took over the worker's connection.</summary>
    private async Task AsWorkerAsync(string sql, bool names = true)
    {
        await using var connection = new NpgsqlConnection(Postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(
            $"set local role nexusgo_worker; {(names ? "select set_config('nexusgo.customer', 'EVI', true);" : "")} {sql}", connection);
        await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }
}
