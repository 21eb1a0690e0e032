using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>
/// Tells the database every few seconds how this worker's jobs went, all that changed in one statement, and hears what operators have
/// decided. Health is judged by it, so that every verb and page gives the same answer.
/// </summary>
internal sealed class JobStateReporter(JobOutcomes outcomes, JobStateStore states, AreaControls controls, TimeProvider time)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>A look that finds nothing takes milliseconds: only runs that last are told while they last.</summary>
    private static readonly TimeSpan ToldAfter = TimeSpan.FromSeconds(5);

    private Dictionary<(string Area, string Job), JobState> told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await ReportAsync(stoppingToken);
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>One report. While the database is away nothing is lost: the next report tells it.</summary>
    internal async Task ReportAsync(CancellationToken cancellationToken)
    {
        var now = Collect();
        try
        {
            controls.Apply(await states.NoteAsync([.. now.Values.Where(state => told.GetValueOrDefault((state.Area, state.Job)) != state)],
                cancellationToken));
            told = now;
        }
        catch (FileExchangeException)
        {
            // The look at the database beside this one tells that it is away, once.
        }
    }

    private Dictionary<(string Area, string Job), JobState> Collect()
    {
        var states = outcomes.All.Where(outcome => outcome.Customer.Length > 0).Select(outcome => new JobState
        {
            Area = outcome.Customer,
            Job = outcome.Job,
            EndedAt = outcome.EndedAt,
            SucceededAt = outcome.SucceededAt,
            FailingSince = outcome.FailingSince,
            Failures = outcome.Failures,
            Reason = outcome.Reason?.ToString(),
            Message = outcome.Message,
            NotBefore = outcome.Failures == 0 ? null : outcome.NotBefore,
        }).ToDictionary(state => (state.Area, state.Job));
        foreach (var (job, area, since) in outcomes.Running.Where(run => time.GetUtcNow() - run.Since > ToldAfter))
        {
            states[(area, job)] = (states.GetValueOrDefault((area, job)) ?? new JobState { Area = area, Job = job }) with
            {
                RunningSince = since,
            };
        }

        return states;
    }
}
