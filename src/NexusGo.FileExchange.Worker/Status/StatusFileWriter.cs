using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Jobs;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>
/// Writes the status file every few seconds and removes it at a proper stop. Before, it looks whether the database answers: a schedule that
/// lives in the database starts no job while it is away, so no job could tell.
/// </summary>
internal sealed class StatusFileWriter(
    WorkerSettings settings, DatabaseAccess database, ExchangeDatabase exchange, CustomerRegistry customers, JobOutcomes outcomes,
    KeyWatch keys, ProductionPartner partner, HeldEventStore held, DatabaseAbsence absence, TimeProvider time,
    ILogger<StatusFileWriter> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The job that asks whether the database answers.</summary>
    public const string DatabaseLook = "database";
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(3);

    private readonly DateTimeOffset started = time.GetUtcNow();
    private EventTroubles? troubles;

    /// <summary>The partner's events that had no effect, as the last look found them; null: it found no partner.</summary>
    public EventTroubles? Troubles => troubles;

    /// <summary>When the last look ended, by a clock that nobody sets; null: never.</summary>
    public long? LastLook { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var path = StatusFile.PathOf(settings.RunDirectory, settings.WorkerName!);
        try
        {
            while (true)
            {
                await LookAtDatabaseAsync(stoppingToken);
                LastLook = time.GetTimestamp();
                TryWrite(path);

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            File.Delete(path);
        }
    }

    private async Task LookAtDatabaseAsync(CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(DatabaseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stoppingToken);
        try
        {
            await using (await exchange.OpenForNobodyAsync(either.Token))
            {
            }

            troubles = partner.Profile is null ? null : await held.LookAsync(either.Token);
            outcomes.Succeeded(DatabaseLook, "", time.GetElapsedTime(began));
            absence.NoteBack();
        }
        catch (FileExchangeException failure)
        {
            outcomes.Failed(DatabaseLook, "", time.GetElapsedTime(began), Interval, failure.Reason, failure.IsTransient);
            absence.NoteAway(failure.Message);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            outcomes.Failed(DatabaseLook, "", time.GetElapsedTime(began), Interval, FailureReason.DatabaseUnavailable, isTransient: true);
            absence.NoteAway($"It has not answered within {DatabaseTimeout.TotalSeconds:0} s.");
        }
    }

    private void TryWrite(string path)
    {
        try
        {
            StatusFile.Write(path, Now());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WorkerLog.StatusFileFailed(logger, exception.Message);
        }
    }

    internal WorkerStatus Now()
    {
        var jobs = outcomes.All;
        return new WorkerStatus
        {
            Worker = settings.WorkerName!,
            Version = WorkerLifetime.Version,
            ProcessId = Environment.ProcessId,
            StartedAt = started,
            WrittenAt = time.GetUtcNow(),
            Database = database.ToString(),
            Customers = [.. customers.Current.Select(profile => new CustomerStatus(profile.CustomerId, profile.Enabled, profile.Version))],
            RetiredCustomers = [.. customers.Retired.Select(one => one.LastProfile.CustomerId)],
            ConfigurationProblems = [.. customers.Problems.Select(problem => problem.ToString())],
            Jobs = [.. jobs.Select(job => new JobStatus(job.Job, job.Customer, job.EndedAt, Math.Round(job.Elapsed.TotalMilliseconds, 1),
                job.Reason, job.Failures,
                job.Failures == 0 ? null : job.NotBefore))],
            Production = troubles,
            Keys = [.. keys.Findings.Select(finding =>
                new KeyStatus(finding.Owner, finding.Fingerprint, finding.DaysLeft, finding.Severity.ToString(), finding.What.ToString()))],
        };
    }
}
