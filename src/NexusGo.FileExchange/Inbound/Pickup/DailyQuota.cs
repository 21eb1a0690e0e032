using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Takes only so many files of a customer a day. The first one too many is answered and says so; what lies beside it stays untouched until
/// the next day, so that the customer is told once and a flood costs no more than its listing.
/// </summary>
internal sealed class DailyQuota(IInboxStore store, TimeProvider clock, ILogger<DailyQuota> log)
{
    /// <summary>Those of the files that are to be claimed now, in their order. Files that were claimed before always go on.</summary>
    public async Task<IReadOnlyList<ClaimRequest>> LimitAsync(IReadOnlyList<ClaimRequest> due, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        var fresh = due.Count(one => one.Sighting.FileState is null);
        if (fresh == 0)
        {
            return due;
        }

        var since = SwedishTime.StartOf(SwedishTime.DateOf(clock.GetUtcNow()));
        var left = profile.Budgets.FilesPerDay - await store.CountClaimedAsync(profile.Id, since, cancellationToken).ConfigureAwait(false);
        if (fresh <= left)
        {
            return due;
        }

        var taken = new List<ClaimRequest>(due.Count);
        foreach (var one in due)
        {
            if (one.Sighting.FileState is not null || left > 0)
            {
                left -= one.Sighting.FileState is null ? 1 : 0;
                taken.Add(one);
            }
            else if (left == 0)
            {
                left--;
                IntakeLog.DailyQuotaReached(log, profile.CustomerId, profile.Budgets.FilesPerDay);
                taken.Add(one with { IsOverQuota = true });
            }
        }

        return taken;
    }
}
