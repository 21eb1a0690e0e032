using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Retention;

/// <summary>What the job and the command line do about due cards.</summary>
public interface IRetention
{
    /// <summary>What is due now, per customer, rule and day. Changes nothing.</summary>
    Task<RetentionPlan> PlanAsync(IReadOnlyList<CustomerProfile> profiles, CancellationToken cancellationToken);

    /// <summary>Erases exactly what the plan says; customers on hold are left alone. Returns how many cards.</summary>
    /// <exception cref="FileExchangeException">
    /// <see cref="FailureReason.PlanStale"/>: cards, profiles or holds have changed since, and nothing was done. Others: some card could
    /// not be erased; the rest was.
    /// </exception>
    Task<int> ApplyAsync(RetentionPlan plan, IReadOnlyList<CustomerProfile> profiles, CancellationToken cancellationToken);

    /// <summary>One customer's nightly run: cards that expired, then plan and apply.</summary>
    /// <exception cref="FileExchangeException">Some part failed; the others were done.</exception>
    Task<int> RunAsync(CustomerProfile profile, CancellationToken cancellationToken);
}
