using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Embedded;
using NexusGo.FileExchange.Worker.Status;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>PostgreSQL going away and coming back while files are under way.</summary>
public sealed class DatabaseAwayTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;delivery_address_id\r\n";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task The_worker_waits_for_a_database_that_is_away_says_so_and_goes_on()
    {
        await using var own = await OwnCluster.StartAsync();
        var cluster = own.Server;
        await using var site = await WorkerSite.CreateAsync(cluster: cluster);
        site.AddCustomer("ALFA");
        await using var worker = site.Start("worker");
        DropTen(site, 1);
        await AnsweredAsync(site, worker, 10);

        await AwayForAWhileAsync(site, cluster, worker);
        await AnsweredAsync(site, worker, 20);
        await Until.TrueAsync(() => Status(site) is { } status && status.Jobs.All(job => job.Failures == 0), Longest,
            () => "never good again");

        for (var round = 2; round < 8; round++)
        {
            DropTen(site, 10 * round + 1);
            await Until.TrueAsync(() => Answered(site) > 10 * round, Longest, () => worker.Output);
            await BreakAsync(site, cluster, hard: round % 2 == 0);
        }

        await AnsweredAsync(site, worker, 80);
        await Until.TrueAsync(async () =>
            (await site.QueryAsync("select count(*) from exchange.inbound_file where state <> 'CLOSED'"))[0] == "0", Longest,
            () => worker.Output);
        worker.Signal(WorkerProcess.Terminate);
        Assert.True(await worker.WaitForExitAsync(Longest), worker.Output);
        Assert.Empty(await Invariants.FaultsAsync(site, "ALFA", files: 80, foreign: 0));
    }

    [Theory]
    [InlineData("store.committing", false)]
    [InlineData("store.committed", true)]
    public async Task Nasty70_a_commit_without_an_answer_is_settled_by_the_files_row(string point, bool happened)
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DBA"));
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\nA2;VISITOR;HQ\r\n");
        var broken = 0;
        CrashPoint.Watcher = passed =>
        {
            if (passed == point && broken++ == 0)
            {
                Task.Run(() => postgres.ExecuteAsOwnerAsync(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> "
                        + "pg_backend_pid()")).GetAwaiter().GetResult();
                if (happened)
                {
                    throw new NpgsqlException("the answer to the commit was lost");
                }
            }
        };
        for (var polls = 0; polls < 6 && rig.Names("in").Count > 0; polls++)
        {
            await Record.ExceptionAsync(() => rig.PollAsync(1));
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        CrashPoint.Watcher = null;
        Assert.Equal(1, broken > 0 ? 1 : 0);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(["RCP_ORD_1.csv", "RES_ORD_1.csv"], rig.Names("out/receipts"));
        Assert.Equal(2L,
            await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Profile.CustomerId}'"));
        Assert.Equal(happened ? 1 : 2, broken);
    }

    [Fact]
    public async Task A_full_disk_of_the_database_puts_the_file_off_and_its_order_comes_once()
    {
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("DBF"));
        await postgres.ExecuteAsOwnerAsync($$"""
            create function public.disk_full() returns trigger language plpgsql as $$ begin raise exception 'no space left'
                using errcode = '53100'; end $$;
            create trigger disk_full before insert on orders.card for each row
                when (new.customer_id = '{{rig.Profile.CustomerId}}') execute function public.disk_full();
            """);
        rig.Drop("ORD_1.csv", Header + "A1;VISITOR;HQ\r\n");
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromMinutes(1));
        await rig.PollAsync(1);
        Assert.Empty(rig.Names("out/receipts"));
        Assert.Equal(["ORD_1.csv"], rig.Names("in"));
        Assert.Equal("DatabaseUnavailable",
            await postgres.QueryAsOwnerAsync<string>(
                $"select last_problem from exchange.inbound_file where customer_id = '{rig.Profile.CustomerId}'"));

        await postgres.ExecuteAsOwnerAsync("drop trigger disk_full on orders.card; drop function public.disk_full()");
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await rig.PollAsync(1);
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
        Assert.Equal(1L, await postgres.QueryAsOwnerAsync<long>(
            $"select count(*) from orders.card where customer_id = '{rig.Profile.CustomerId}'"));
    }

    /// <summary>The server stops at once and cannot come back before its socket folder does; meanwhile files arrive.</summary>
    private static async Task AwayForAWhileAsync(WorkerSite site, PrivatePostgres cluster, WorkerProcess worker)
    {
        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;
        Directory.Move(socket, socket + ".away");
        PosixSignal.Send(cluster.ProcessId, PosixSignal.Quit);
        DropTen(site, 11);
        await Until.TrueAsync(() => Status(site) is { } status && status.Jobs.Any(job => job.Reason == FailureReason.DatabaseUnavailable),
            Longest,
            () => $"status does not say it; {worker.Output}");
        Assert.False(worker.HasExited);
        Assert.Equal(10, Answered(site));
        Directory.Move(socket + ".away", socket);
    }

    /// <summary>Ends every connection, or the whole server at once as a power failure would; returns when it answers again.</summary>
    private static async Task BreakAsync(WorkerSite site, PrivatePostgres cluster, bool hard)
    {
        if (hard)
        {
            var before = cluster.ProcessId;
            PosixSignal.Send(before, PosixSignal.Quit);
            await Until.TrueAsync(() => cluster.ProcessId != before, Longest, () => "the server was not started again");
        }
        else
        {
            await site.ExecuteAsync(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await Until.TrueAsync(async () => await Record.ExceptionAsync(() => site.QueryAsync("select 1")) is null, Longest,
            () => "the server does not answer");
    }

    private static WorkerStatus? Status(WorkerSite site) => StatusFile.ReadAll(Path.Combine(site.Folder, "worker", "run"))
        .SingleOrDefault();

    private static void DropTen(WorkerSite site, int from)
    {
        for (var number = from; number < from + 10; number++)
        {
            site.Drop("ALFA", $"ORD_{number}.csv", Header + $"A{number};VISITOR;HQ\r\nB{number};VISITOR;HQ\r\n");
        }
    }

    private static int Answered(WorkerSite site) => Directory.EnumerateFiles(Path.Combine(site.Area("ALFA"), "out/receipts"), "RCP_*")
        .Count();

    private static Task AnsweredAsync(WorkerSite site, WorkerProcess worker, int files) =>
        Until.TrueAsync(() => Answered(site) == files, Longest, () => $"{Answered(site)} of {files} answered\n{worker.Output}");
}
