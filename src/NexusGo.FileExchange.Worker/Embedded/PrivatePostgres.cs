using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;
using Npgsql;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// A PostgreSQL of the worker's own: the installed programs, a data directory of ours, a unix socket and no network. It starts and stops
/// with the worker, is started again if it dies, and takes over whatever a killed worker left. Migrating is the caller's.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    /// <summary>Superuser of this cluster and owner of its schemas; migrate connects as this.</summary>
    public const string OwnerLogin = "nexusgo_owner";

    /// <summary>What the worker connects as; allowed nothing by itself.</summary>
    public const string WorkerLogin = "nexusgo_app";

    public const string DatabaseName = "nexusgo";

    internal const int Port = 5432;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private readonly PrivatePostgresOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly FileStream directoryLock;
    private readonly CancellationTokenSource stopping = new();
    private DataFolder folder = null!;
    private string? socketFolder;
    private ServerUser user = null!;
    private PostgresPrograms programs = null!;
    private ServerProcess server = null!;
    private Task supervision = Task.CompletedTask;

    private PrivatePostgres(PrivatePostgresOptions options, TimeProvider clock, ILogger logger, FileStream directoryLock)
    {
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        this.directoryLock = directoryLock;
    }

    public string ConnectionString => ConnectionStringFor(WorkerLogin, DatabaseName);

    public string OwnerConnectionString => ConnectionStringFor(OwnerLogin, DatabaseName);

    /// <summary>The server's process id; another one after it had to be started again.</summary>
    public int ProcessId => server.Id;

    /// <summary>Where the cluster's files really are.</summary>
    public string DataDirectory => folder.Actual;

    /// <summary>The server's own log: starts, stops and errors without any row's content.</summary>
    public string LogFile => Path.Combine(options.Directory, "postgres.log");

    /// <summary>Creates the cluster if there is none, starts it and waits until it answers.</summary>
    /// <exception cref="FileExchangeException">
    /// <see cref="FailureReason.ProgramMissing"/>: not installed, naming the package. <see cref="FailureReason.DatabaseUnavailable"/>:
    /// another worker uses the directory, or the server did not get ready. <see cref="FailureReason.DatabaseRefused"/>: the directory
    /// cannot be used. <see cref="FailureReason.PathUntrusted"/>: others could have put something into it.
    /// </exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, TimeProvider clock, ILogger logger,
        CancellationToken cancellationToken)
    {
        options = options with { Directory = Path.GetFullPath(options.Directory) };
        if (TrustedPath.Check(options.Directory, mayBeHandedOver: true) is var (found, advice))
        {
            throw new FileExchangeException(FailureReason.PathUntrusted, isTransient: false,
                $"The private PostgreSQL is not started: found {found}. {advice}");
        }

        var started = new PrivatePostgres(options, clock, logger, DirectoryLock.Take(options.Directory));
        try
        {
            await started.StartCoreAsync(cancellationToken);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The connection strings (worker's login, owner's) to the private PostgreSQL that another process of ours runs over this directory, or
    /// null when none does. Looks for its socket and takes no lock, so that it can never keep a worker from starting.
    /// </summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.PathUntrusted"/>: somebody else could answer in its
    /// place.</exception>
    public static (string Worker, string Owner)? FindRunning(string directory)
    {
        var socket = SocketFolder.Of(DataFolder.Find(Path.GetFullPath(directory)).Actual);
        return SocketFolder.HasServer(socket)
            ? (ConnectionStringFor(socket, WorkerLogin, DatabaseName), ConnectionStringFor(socket, OwnerLogin, DatabaseName)) : null;
    }

    /// <summary>A connection string over this server's socket.</summary>
    public string ConnectionStringFor(string login, string database) => ConnectionStringFor(socketFolder!, login, database);

    internal static string ConnectionStringFor(string socketFolder, string login, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder, Port = Port, Username = login, Database = database, SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    /// <summary>Stops the server in good order; hard only when that takes longer than it may.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        if (server is not null)
        {
            await StopAsync();
        }

        if (socketFolder is not null)
        {
            SocketFolder.Remove(socketFolder);
        }

        await directoryLock.DisposeAsync();
        stopping.Dispose();
    }

    private async Task StartCoreAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        user = await ServerUser.ChooseAsync(Path.Combine(options.Directory, "postgres"), cancellationToken);
        folder = await DataFolder.ResolveAsync(options.Directory, user, logger, cancellationToken);
        SocketFolder.EnsureFits(SocketFolder.Of(folder.Actual));
        socketFolder = SocketFolder.Of(folder.Actual);
        programs = PostgresPrograms.Find(folder.Actual, PostgresPrograms.DebianRoot, Environment.GetEnvironmentVariable("PATH"));
        await ClearLeftoversAsync(cancellationToken);
        if (!folder.HasCluster)
        {
            await ClusterCreation.RunAsync(folder, programs, user, options.IsDurable, cancellationToken);
            PostgresLog.PrivatePostgresCreated(logger, folder.Actual);
        }

        // Made anew: we hold the directory's lock, so that whatever is there was left by a worker that was killed.
        SocketFolder.Remove(socketFolder);
        await user.CreateFolderAsync(socketFolder, cancellationToken);
        await LaunchAsync(cancellationToken);
        PostgresLog.PrivatePostgresReady(logger, programs.MajorVersion, (long)clock.GetElapsedTime(began).TotalMilliseconds, folder.Actual);
        supervision = SuperviseAsync();
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        server = await ServerProcess.StartAsync(user, programs.Postgres, ServerSettings.Arguments(folder.Actual, socketFolder!, options),
            LogFile);
        while (!PidFile.SaysReady(PidFile.Read(folder.Actual), server.Id))
        {
            if (server.Exited.IsCompleted || clock.GetElapsedTime(began) > options.StartTimeout)
            {
                throw new FileExchangeException(
                    FailureReason.DatabaseUnavailable, isTransient: true,
                    $"The private PostgreSQL did not get ready; its log is {LogFile}.");
            }

            await Task.Delay(LookAgain, clock, cancellationToken);
        }
    }

    /// <summary>We hold the directory's lock, so a server that runs here belongs to a worker that is no more.</summary>
    private async Task ClearLeftoversAsync(CancellationToken cancellationToken)
    {
        if (ServerProcesses.Of(folder.Actual).Count > 0)
        {
            PostgresLog.PrivatePostgresOrphan(logger, ServerProcesses.MainProcessOf(folder.Actual) ?? 0);
            await ServerProcesses.StopAllAsync(folder.Actual, options.StopTimeout, clock, cancellationToken);
        }

        if (File.Exists(PidFile.PathIn(folder.Actual)))
        {
            // Nobody works in the directory any more; the number in the file may by now be another program's, which would stop the server
            // from starting.
            File.Delete(PidFile.PathIn(folder.Actual));
        }
    }

    private async Task SuperviseAsync()
    {
        while (true)
        {
            try
            {
                var exitCode = await server.Exited.WaitAsync(stopping.Token);
                PostgresLog.PrivatePostgresDied(logger, exitCode, LogFile);
                await Task.Delay(RestartPause, clock, stopping.Token);
                await ClearLeftoversAsync(stopping.Token);
                await LaunchAsync(stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is FileExchangeException or IOException or UnauthorizedAccessException)
            {
                PostgresLog.PrivatePostgresRestartFailed(logger, failure);
            }
        }
    }

    private async Task StopAsync()
    {
        foreach (var signal in (int[])[PosixSignal.Interrupt, PosixSignal.Quit, PosixSignal.Kill])
        {
            server.Signal(signal);
            try
            {
                await server.Exited.WaitAsync(options.StopTimeout, clock);
                return;
            }
            catch (TimeoutException)
            {
                // The next signal is harder.
            }
        }
    }
}
