using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class ExchangeDatabaseTests(ExchangeDatabaseTests.Tables fixture) : IClassFixture<ExchangeDatabaseTests.Tables>
{
    private const string CopyNotes = "copy rls_test.note (customer_id, body) from stdin (format binary)";
    private static readonly CustomerId Acme = new("ACME");
    private static readonly CustomerId Other = new("OTHER");

    private ExchangeDatabase Database => fixture.Postgres.Database;

    [Fact]
    public async Task A_session_sees_and_changes_only_its_own_customers_rows()
    {
        await AddAsync(Acme, "a");
        await AddAsync(Other, "o");

        Assert.DoesNotContain("o", await NotesAsync(Acme));
        Assert.Contains("a", await NotesAsync(Acme));
        await using var session = await Database.OpenForCustomerAsync(Acme, default);
        await using var delete = session.Command("delete from rls_test.note");
        await delete.ExecuteNonQueryAsync();
        await session.CommitAsync();
        Assert.Empty(await NotesAsync(Acme));
        Assert.Contains("o", await NotesAsync(Other));
    }

    [Fact]
    public async Task A_session_cannot_write_another_customers_row()
    {
        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => Database.InTransactionAsync(
            Acme, async session => await InsertAsync(session, Other, "x"), default));

        Assert.Equal(FailureReason.DatabaseRefused, refused.Reason);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task Without_a_customer_no_row_is_visible_and_a_pooled_connection_forgets_role_and_customer()
    {
        await AddAsync(Acme, "seen");
        await using (var nobody = await Database.OpenForNobodyAsync(default))
        {
            await using var count = nobody.Command("select count(*) from rls_test.note");
            Assert.Equal(0L, await count.ExecuteScalarAsync());
        }

        // The same pooled connection again, as a plain login: no role, no rights.
        await using var bare = await Database.DataSource.OpenConnectionAsync();
        await using var who = new NpgsqlCommand("select current_user || coalesce(current_setting('nexusgo.customer', true), '')", bare);
        Assert.Equal("nexusgo_app", await who.ExecuteScalarAsync());
        await using var read = new NpgsqlCommand("select count(*) from rls_test.note", bare);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => read.ExecuteScalarAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    [Trait("Attack", "20.0 the worker's role changes a table")]
    public async Task The_workers_role_has_no_DDL()
    {
        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => Database.InTransactionAsync(
            Acme, async session => { await using var create = session.Command("create table rls_test.mine (x int)");
                await create.ExecuteNonQueryAsync(); }, default));

        Assert.Contains("42501", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_as_the_intake_role_joins_the_transaction_and_the_worker_role_is_back_after_it()
    {
        await Database.InTransactionAsync(Acme, async session =>
        {
            await session.CopyAsIntakeAsync(CopyNotes,
                (stream, token) => stream.WriteAsync(Notes(Enumerable.Range(0, 100).Select(i => $"copied {i}")), token).AsTask(), default);
            await InsertAsync(session, Acme, "after the copy");
        }, default);

        var notes = await NotesAsync(Acme);
        Assert.Equal(100, notes.Count(note => note.StartsWith("copied", StringComparison.Ordinal)));
        Assert.Contains("after the copy", notes);
    }

    [Fact]
    [Trait("Attack", "20.0 the intake role reads what it wrote")]
    public async Task The_intake_role_may_insert_and_nothing_else()
    {
        await using var session = await Database.OpenForCustomerAsync(Acme, default);
        await using var become = session.Command("set local role nexusgo_intake");
        await become.ExecuteNonQueryAsync();
        await using var read = session.Command("select count(*) from rls_test.note");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => read.ExecuteScalarAsync());

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task A_copy_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Database.InTransactionAsync(Acme, session => session.CopyAsIntakeAsync(CopyNotes, async (stream, token) =>
            {
                var whole = Notes(["half", "other half"]);
                await stream.WriteAsync(whole[..(whole.Length / 2)], token);
                throw new InvalidOperationException("broke off");
            }, default), default));

        Assert.DoesNotContain("half", await NotesAsync(Acme));
    }

    [Fact]
    public async Task A_session_that_is_not_committed_leaves_nothing()
    {
        await using (var session = await Database.OpenForCustomerAsync(Acme, default))
        {
            await InsertAsync(session, Acme, "not committed");
        }

        Assert.DoesNotContain("not committed", await NotesAsync(Acme));
    }

    [Fact]
    public async Task Nasty65_A_refused_value_is_in_no_exception()
    {
        string[] statements =
        [
            "select 'Kanariefågel'::int",
            "insert into rls_test.note (customer_id, body) values ('ACME', 'Kanariefågel'), ('ACME', 'Kanariefågel')",
            "do $$ begin raise exception 'about Kanariefågel'; end $$",
            "select date 'Kanariefågel'",
        ];
        foreach (var sql in statements)
        {
            var refused = await Assert.ThrowsAsync<FileExchangeException>(() => Database.InTransactionAsync(
                Acme, async session => { await using var command = session.Command(sql); await command.ExecuteNonQueryAsync(); }, default));
            Assert.DoesNotContain("Kanarief", refused.ToString(), StringComparison.Ordinal);
            Assert.Contains("SQLSTATE", refused.Message, StringComparison.Ordinal);
            Assert.Equal(sql.StartsWith("insert", StringComparison.Ordinal)
                ? FailureReason.DatabaseConflict : FailureReason.DatabaseRefused, refused.Reason);
        }

        var copy = await Assert.ThrowsAsync<FileExchangeException>(() =>
            Database.InTransactionAsync(Acme, session => session.CopyAsIntakeAsync(
            CopyNotes, (stream, token) => stream.WriteAsync(Notes(["Kanariefågel", "Kanariefågel"]), token).AsTask(), default), default));
        Assert.DoesNotContain("Kanarief", copy.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("57P01", FailureReason.DatabaseUnavailable)]
    [InlineData("57P02", FailureReason.DatabaseUnavailable)]
    [InlineData("57P03", FailureReason.DatabaseUnavailable)]
    [InlineData("53100", FailureReason.DatabaseUnavailable)]
    [InlineData("53300", FailureReason.DatabaseUnavailable)]
    [InlineData("25P03", FailureReason.DatabaseUnavailable)]
    [InlineData("08006", FailureReason.DatabaseUnavailable)]
    [InlineData("40001", FailureReason.DatabaseConflict)]
    [InlineData("40P01", FailureReason.DatabaseConflict)]
    [InlineData("23505", FailureReason.DatabaseConflict)]
    [InlineData("22P02", FailureReason.DatabaseRefused)]
    [InlineData("42501", FailureReason.DatabaseRefused)]
    [InlineData("42P01", FailureReason.DatabaseRefused)]
    [InlineData("XX001", FailureReason.DatabaseRefused)]
    public void Server_errors_are_told_apart_by_their_code(string sqlState, FailureReason reason)
    {
        var translated = PostgresErrors.Translate(new PostgresException("said", "ERROR", "ERROR", sqlState))!;

        Assert.Equal(reason, translated.Reason);
        Assert.Equal(reason != FailureReason.DatabaseRefused, translated.IsTransient);
    }

    [Fact]
    public async Task A_session_killed_by_the_administrator_is_transient_and_the_next_one_works()
    {
        var killed = await Assert.ThrowsAsync<FileExchangeException>(() => Database.InTransactionAsync(Acme, async session =>
        {
            await fixture.Postgres.ExecuteAsOwnerAsync($"select pg_terminate_backend({session.Connection.ProcessID})");
            await InsertAsync(session, Acme, "never");
        }, default));

        Assert.Equal(FailureReason.DatabaseUnavailable, killed.Reason);
        Assert.True(killed.IsTransient);
        await AddAsync(Acme, "after the kill");
    }

    [Fact]
    public async Task An_absent_server_is_transient_and_a_stopped_call_stays_a_cancellation()
    {
        await using var nowhere =
            new ExchangeDatabase(new PostgresOptions { ConnectionString = "Host=/tmp/nexusgo-nowhere;Username=x;Database=x" });

        var absent = await Assert.ThrowsAsync<FileExchangeException>(() => nowhere.OpenForCustomerAsync(Acme, default));

        Assert.Equal((FailureReason.DatabaseUnavailable, true), (absent.Reason, absent.IsTransient));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Database.OpenForCustomerAsync(Acme, new CancellationToken(canceled: true)));
    }

    /// <summary>A whole COPY of notes of ACME.</summary>
    private static ReadOnlyMemory<byte> Notes(IEnumerable<string> bodies)
    {
        var rows = new BinaryCopyBuffer();
        rows.Begin();
        foreach (var body in bodies)
        {
            rows.Row(2);
            rows.Text("ACME");
            rows.Text(body);
        }

        rows.End();
        return rows.Written;
    }

    private Task AddAsync(CustomerId customer, string body) =>
        Database.InTransactionAsync(customer, session => InsertAsync(session, customer, body + ""), default);

    private static async Task InsertAsync(CustomerSession session, CustomerId customer, string body)
    {
        await using var insert = session.Command("insert into rls_test.note (customer_id, body) values ($1, $2) on conflict do nothing");
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = body });
        await insert.ExecuteNonQueryAsync();
    }

    private async Task<List<string>> NotesAsync(CustomerId customer)
    {
        await using var session = await Database.OpenForCustomerAsync(customer, default);
        await using var command = session.Command("select body from rls_test.note");
        await using var reader = await command.ExecuteReaderAsync();
        List<string> notes = [];
        while (await reader.ReadAsync())
        {
            notes.Add(reader.GetString(0));
        }

        return notes;
    }

    /// <summary>A small table with the same kind of policy and rights as the real ones.</summary>
    public sealed class Tables : IAsyncLifetime
    {
        public PostgresFixture Postgres { get; } = new();

        public async Task InitializeAsync()
        {
            await Postgres.InitializeAsync();
            await Postgres.ExecuteAsOwnerAsync(TestMigrations.Roles + """
                create schema rls_test;
                create table rls_test.note (customer_id text not null, body text not null, constraint uq_note unique (customer_id, body));
                alter table rls_test.note enable row level security;
                create policy one_customer on rls_test.note using (customer_id = current_setting('nexusgo.customer', true));
                grant usage on schema rls_test to nexusgo_worker, nexusgo_intake;
                grant select, insert, update, delete on rls_test.note to nexusgo_worker;
                grant insert on rls_test.note to nexusgo_intake;
                grant nexusgo_worker, nexusgo_intake to nexusgo_app;
                """);
        }

        public Task DisposeAsync() => Postgres.DisposeAsync();
    }
}
