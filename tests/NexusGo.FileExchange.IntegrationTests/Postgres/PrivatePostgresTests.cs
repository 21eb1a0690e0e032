using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class PrivatePostgresTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string folder = TestCluster.CreateFolder();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Data_is_there_again_after_a_stop_and_nothing_else_is_left()
    {
        int processId;
        string socketFolder;
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "create table kept (x int); insert into kept values (42)");
            processId = first.ProcessId;
            socketFolder = new NpgsqlConnectionStringBuilder(first.ConnectionString).Host!;
            Assert.True(Directory.Exists(socketFolder));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(socketFolder));
        }

        Assert.False(Directory.Exists($"/proc/{processId}"));
        Assert.False(Directory.Exists(socketFolder));
        await using var second = await StartAsync();
        Assert.Equal(42, await QueryAsync<int>(second, "select x from kept"));
    }

    [Fact]
    public async Task Another_process_finds_the_running_server_and_none_when_it_has_stopped()
    {
        Assert.Null(PrivatePostgres.FindRunning(folder));
        await using (await StartAsync())
        {
            await using var connection = new NpgsqlConnection(PrivatePostgres.FindRunning(folder)?.Worker + ";Pooling=false");
            await connection.OpenAsync();
        }

        Assert.Null(PrivatePostgres.FindRunning(folder));
    }

    [Fact]
    public async Task The_server_listens_on_no_network_address_and_runs_durably_with_checksums_and_UTF8()
    {
        await using var server = await StartAsync(isDurable: true);

        Assert.Equal("", await QueryAsync<string>(server, "show listen_addresses"));
        Assert.Equal("on", await QueryAsync<string>(server, "show fsync"));
        Assert.Equal("on", await QueryAsync<string>(server, "show full_page_writes"));
        Assert.Equal("on", await QueryAsync<string>(server, "show data_checksums"));
        Assert.Equal("1GB", await QueryAsync<string>(server, "show max_wal_size"));
        Assert.Equal("off", await QueryAsync<string>(server, "show wal_recycle"));
        Assert.Equal("20ms", await QueryAsync<string>(server, "show wal_writer_delay"));
        Assert.Equal("UTF8", await QueryAsync<string>(server, "show server_encoding"));
        var owner = File.ReadLines($"/proc/{server.ProcessId}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            .Split('\t')[1];
        Assert.NotEqual("0", owner);
    }

    [Fact]
    [Trait("Attack", "20.9 a secret in the environment reaches the database's processes")]
    public async Task The_server_inherits_nothing_of_our_environment()
    {
        Environment.SetEnvironmentVariable("NEXUSGO_SECRET_OF_SOMEBODY_ELSE", "x");
        await using var server = await StartAsync();

        var names = File.ReadAllText($"/proc/{server.ProcessId}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=')[0]);

        // PWD is the shell's own, the others are PostgreSQL's.
        Assert.Empty(names.Except(["LC_ALL", "PATH", "PWD", "PGLOCALEDIR", "PGSYSCONFDIR", "LC_COLLATE", "LC_CTYPE", "LC_MESSAGES",
            "LC_MONETARY", "LC_NUMERIC", "LC_TIME"]));
    }

    [Fact]
    public async Task The_workers_login_is_no_superuser()
    {
        await using var server = await StartAsync();
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command =
            new NpgsqlCommand("select rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolinherit from pg_roles where rolname "
            + "= current_user", connection);

        Assert.Equal(false, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_second_worker_on_the_same_directory_is_told_so()
    {
        await using var first = await StartAsync();

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => StartAsync());

        Assert.Equal(FailureReason.DatabaseUnavailable, refused.Reason);
        Assert.Contains("Another worker", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await QueryAsync<int>(first, "select 1"));
    }

    [Fact]
    public async Task A_server_whose_main_process_is_killed_is_started_again_at_the_same_address_with_its_data()
    {
        await using var server = await StartAsync(isDurable: true);
        await ExecuteAsync(server, "create table kept (x int); insert into kept values (42)");
        var before = server.ProcessId;

        PosixSignal.Send(before, PosixSignal.Kill);

        Assert.Equal(42, await EventuallyAsync(() => QueryAsync<int>(server, "select x from kept")));
        Assert.NotEqual(before, server.ProcessId);
    }

    [Fact]
    public async Task An_orphan_of_a_killed_worker_is_stopped_and_its_data_recovered()
    {
        await using (var first = await StartAsync(isDurable: true))
        {
            await ExecuteAsync(first, "create table kept (x int); insert into kept values (42)");
        }

        // A server on this directory that is no child of ours, as after a worker was killed and the kernel's signal got lost.
        using var orphan = StartOrphan();
        await EventuallyAsync(() =>
            Task.FromResult(PidFile.SaysReady(PidFile.Read(DataDirectory), orphan.Id) ? 1 : throw new IOException("not ready")));

        await using var second = await StartAsync(isDurable: true);

        Assert.Equal(42, await QueryAsync<int>(second, "select x from kept"));
        Assert.True(orphan.WaitForExit(Patience));
        Assert.NotEqual(orphan.Id, second.ProcessId);
    }

    [Fact]
    public async Task A_stale_pid_file_that_names_an_unrelated_living_process_does_not_matter_and_does_not_harm_it()
    {
        await using (await StartAsync())
        {
        }

        using var bystander = Process.Start("sleep", "300")!;
        try
        {
            await File.WriteAllTextAsync(PidFile.PathIn(DataDirectory),
                $"{bystander.Id}\n{DataDirectory}\n1\n5432\n/tmp/nexusgo-stale\n\n  1  1\nready   \n");

            await using var server = await StartAsync();

            Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
            Assert.False(bystander.HasExited);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task The_server_ends_when_the_thread_that_stands_for_the_worker_ends_without_a_word()
    {
        await using (await StartAsync())
        {
        }

        // The same wrapping as the real start, but by a thread that does not wait: what the kernel does when the worker is killed.
        var user = await ServerUser.ChooseAsync(DataDirectory, default);
        var sockets = SocketFolder.Of(DataDirectory);
        await user.CreateFolderAsync(sockets, default);
        Process? server = null;
        var parent = new Thread(() =>
        {
            var command = user.Wrap(Programs().Postgres, ServerSettings.Arguments(DataDirectory, sockets, Options(isDurable: false)),
                endsWithUs: true);
            server = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardError = true,
                WorkingDirectory = "/" });
            SpinWait.SpinUntil(() => PidFile.SaysReady(PidFile.Read(DataDirectory), server!.Id), Patience);
        });
        parent.Start();
        parent.Join();

        Assert.True(server!.WaitForExit(Patience));
        Assert.Equal(0, server.ExitCode);
        server.Dispose();
        SocketFolder.Remove(sockets);
    }

    [Fact]
    public async Task The_socket_folder_of_a_killed_worker_is_made_anew_by_the_next_start()
    {
        var left = Directory.CreateDirectory(SocketFolder.Of(DataDirectory)).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "left"), "");

        await using var server = await StartAsync();

        Assert.False(File.Exists(Path.Combine(left, "left")));
        Assert.NotNull(PrivatePostgres.FindRunning(folder));
    }

    [Fact]
    public async Task A_creation_that_was_killed_half_way_is_begun_afresh()
    {
        Directory.CreateDirectory(Path.Combine(folder, "postgres.new", "base"));
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres.new", "PG_VERSION"), "15\n");

        await using var server = await StartAsync();

        Assert.Equal(1, await QueryAsync<int>(server, "select 1"));
        Assert.False(Directory.Exists(Path.Combine(folder, "postgres.new")));
    }

    [Fact]
    public async Task A_directory_that_is_too_long_for_a_socket_is_refused()
    {
        var deep = Path.Combine(folder, new string('d', 100));
        Directory.CreateDirectory(deep, (UnixFileMode)Convert.ToInt32("711", 8));

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => PrivatePostgres.StartAsync(
            new PrivatePostgresOptions { Directory = deep, IsDurable = false }, TimeProvider.System, NullLogger.Instance, default));

        Assert.Contains("shorter DataDirectory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Root_in_a_directory_that_nobody_else_can_reach_gets_its_data_elsewhere_and_finds_it_again()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        var closed = Path.Combine(folder, "closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new PrivatePostgresOptions { Directory = Path.Combine(closed, "run"), IsDurable = false };
        string elsewhere;
        await using (var first = await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, default))
        {
            await ExecuteAsync(first, "create table kept (x int); insert into kept values (42)");
            elsewhere = first.DataDirectory;
            Assert.StartsWith(DataFolder.ElsewhereRoot, elsewhere, StringComparison.Ordinal);
        }

        await using (var second = await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, default))
        {
            Assert.Equal(42, await QueryAsync<int>(second, "select x from kept"));
        }

        // The run directory is deleted; the next start that needs a place elsewhere cleans up behind it.
        Directory.Delete(options.Directory, recursive: true);
        await using (await PrivatePostgres.StartAsync(options, TimeProvider.System, NullLogger.Instance, default))
        {
            Assert.False(Directory.Exists(elsewhere));
        }

        Directory.Delete(options.Directory, recursive: true);
        await DataFolder.SweepElsewhereAsync(default);
    }

    [Fact]
    public async Task The_servers_log_quotes_no_row()
    {
        await using var server = await StartAsync();
        string[] failing =
        [
            "create table t (x text unique); insert into t values ('Kanariefågel'); insert into t values ('Kanariefågel')",
            "select 'Kanariefågel' from nowhere",
        ];
        foreach (var sql in failing)
        {
            await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(server, sql));
        }

        var log = await File.ReadAllTextAsync(server.LogFile);
        Assert.Contains("ERROR", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Kanarief", log, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_programs_name_the_package_and_an_old_cluster_its_own_version()
    {
        var none = Assert.Throws<FileExchangeException>(() => PostgresPrograms.Find(folder, folder, path: ""));
        Assert.Equal(FailureReason.ProgramMissing, none.Reason);
        Assert.Contains("apt-get install postgresql", none.Message, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(folder, "PG_VERSION"), "11\n");
        var old = Assert.Throws<FileExchangeException>(() => PostgresPrograms.Find(folder, PostgresPrograms.DebianRoot, path: ""));
        Assert.Contains("postgresql-11", old.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_newest_installed_version_is_taken_by_number()
    {
        foreach (var version in (string[])["9", "15", "100", "other"])
        {
            var bin = Directory.CreateDirectory(Path.Combine(folder, version, "bin")).FullName;
            File.WriteAllText(Path.Combine(bin, "postgres"), "");
            File.WriteAllText(Path.Combine(bin, "initdb"), "");
        }

        Assert.Equal(100, PostgresPrograms.Find(Path.Combine(folder, "data"), folder, path: null).MajorVersion);
    }

    private string DataDirectory => Path.Combine(folder, "postgres");

    private PrivatePostgresOptions Options(bool isDurable) => new() { Directory = folder, IsDurable = isDurable };

    private PostgresPrograms Programs() =>
        PostgresPrograms.Find(DataDirectory, PostgresPrograms.DebianRoot, Environment.GetEnvironmentVariable("PATH"));

    private Task<PrivatePostgres> StartAsync(bool isDurable = false) =>
        PrivatePostgres.StartAsync(Options(isDurable), TimeProvider.System, NullLogger.Instance, CancellationToken.None)
            .WaitAsync(Patience);

    private Process StartOrphan()
    {
        var user = ServerUser.ChooseAsync(DataDirectory, default).GetAwaiter().GetResult();
        var command = user.Wrap(Programs().Postgres, ["-D", DataDirectory, "-p", "5432", "-c", "listen_addresses=", "-c",
            $"unix_socket_directories={DataDirectory}"], endsWithUs: false);
        return Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { WorkingDirectory = "/" })!;
    }

    private static async Task ExecuteAsync(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> QueryAsync<T>(PrivatePostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> attempt)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception notYet) when (notYet is NpgsqlException or IOException && clock.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
        }
    }
}
