using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Worker.Jobs;

/// <summary>
/// Runs one job body for one customer: the only place where failures of the environment end. Each is logged once, when it begins or its
/// reason changes, and followed by a growing pause. Nothing leaves here but a requested stop, so the scheduler never repeats a job by
/// itself.
/// </summary>
public sealed class JobRunner(CustomerRegistry customers, JobOutcomes outcomes, TimeProvider time, ILogger<JobRunner> logger,
    DatabaseAbsence? database = null)
{
    public Task RunAsync(string job, string customer, Func<CustomerProfile, CancellationToken, Task> body,
        CancellationToken cancellationToken) =>
        RunAsync(job, customer, async (profile, token) =>
        {
            await body(profile, token);
            return true;
        }, cancellationToken);

    /// <summary>
    /// The same for a body that says whether it was a run at all: one that found the customer with another worker is none, neither good nor
    /// bad.
    /// </summary>
    public async Task RunAsync(string job, string customer, Func<CustomerProfile, CancellationToken, Task<bool>> body,
        CancellationToken cancellationToken)
    {
        // In a cluster another worker may know a customer that this one has not read yet.
        if (!CustomerId.IsValid(customer) || !customers.TryGet(new CustomerId(customer), out var profile)
            || !outcomes.MayRun(job, customer))
        {
            return;
        }

        var started = time.GetTimestamp();
        outcomes.Began(job, customer);
        try
        {
            if (!await body(profile, cancellationToken))
            {
                outcomes.Forget(job, customer);
                return;
            }

            var reason = database is null ? null : outcomes.ReasonOf(job, customer);
            var failures = outcomes.Succeeded(job, customer, time.GetElapsedTime(started));
            if (failures > 0 && reason != FailureReason.DatabaseUnavailable)
            {
                WorkerLog.JobWorksAgain(logger, job, customer, failures);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: not a failure. What was durable is the start of the next run.
        }
        catch (RemotePausedException paused)
        {
            // The failure that led to the pause was told; that it lasts stays visible, and no run that asked nothing counts as good.
            outcomes.Paused(job, customer, time.GetElapsedTime(started), paused.Reason, paused.Until);
        }
        catch (FileExchangeException failure)
        {
            var before = outcomes.ReasonOf(job, customer);
            var outcome = outcomes.Failed(job, customer, time.GetElapsedTime(started), profile.Intake.PollInterval, failure.Reason,
                failure.IsTransient, failure.Message);
            if (failure.Reason == FailureReason.DatabaseUnavailable && database is not null)
            {
                database.NoteAway(failure.Message);
                return;
            }

            if (before == failure.Reason)
            {
                // One line for each change of state: that it lasts is in status.
                return;
            }

            var pauseMs = Math.Round((outcome.NotBefore - outcome.EndedAt).TotalMilliseconds);
            if (failure.IsTransient)
            {
                WorkerLog.JobFailedForNow(logger, job, customer, failure.Reason, outcome.Failures, pauseMs, failure.Message);
            }
            else
            {
                WorkerLog.JobFailed(logger, job, customer, failure.Reason, outcome.Failures, pauseMs, failure.Message);
            }
        }
#pragma warning disable CA1031 // A defect in one customer's run must neither end the worker nor reach the other customers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var outcome = outcomes.Failed(job, customer, time.GetElapsedTime(started), profile.Intake.PollInterval, null,
                isTransient: false);
            WorkerLog.JobBroke(logger, job, customer, outcome.Failures, Math.Round((outcome.NotBefore - outcome.EndedAt).TotalMilliseconds),
                exception);
        }
        finally
        {
            outcomes.Ended(job, customer);
        }
    }
}
