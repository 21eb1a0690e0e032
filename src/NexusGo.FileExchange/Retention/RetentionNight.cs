using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Retention;

/// <summary>
/// What is done for one customer every night. A part that fails does not stop the others; the night throws its failure at the end.
/// </summary>
internal sealed class RetentionNight(RetentionRun retention, IRetentionStore store, Certificates certificates, IPurgeStore purges,
    IRemnants remnants, IEvidenceStore evidence, AuditHeadExporter heads,
    ErasureJournal journal, StageLimits stages, IReplacements replacements, TimeProvider clock, ILogger<RetentionNight> log)
{
    private const int JournalMonths = 24;

    /// <exception cref="FileExchangeException">Some part failed; the others were done.</exception>
    public async Task RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var failures = new FailureCollector();
        if (profile.Id != CustomerId.Production)
        {
            await failures.CollectAsync(() => replacements.SettleAsync(profile, cancellationToken)).ConfigureAwait(false);
            await failures.CollectAsync(() => retention.RunAsync(profile, cancellationToken)).ConfigureAwait(false);
            await failures.CollectAsync(async () =>
            {
                await store.ForecastAsync(profile.Id, RetentionTerms.Of(profile), clock.GetUtcNow(), cancellationToken)
                    .ConfigureAwait(false);
                return 0;
            }).ConfigureAwait(false);
            await failures.CollectAsync(() => stages.CheckAsync(profile, cancellationToken)).ConfigureAwait(false);
            await failures.CollectAsync(async () => await certificates.MakeAsync(profile, cancellationToken).ConfigureAwait(false) is null
                ? 0 : 1).ConfigureAwait(false);
        }

        await failures.CollectAsync(async () =>
        {
            var purge = await purges.PurgeAsync(profile.Id, PurgeLimits.At(clock.GetUtcNow(), profile), cancellationToken)
                .ConfigureAwait(false);
            if (!purge.IsNothing)
            {
                RetentionLog.Purged(log, profile.CustomerId, purge.Quarantined, purge.Reports, purge.Evidence);
            }

            return 0;
        }).ConfigureAwait(false);
        await failures.CollectAsync(async () =>
        {
            journal.RemoveOlderThan(JournalMonths);
            if ((await evidence.HeadsAsync(cancellationToken).ConfigureAwait(false))
                .FirstOrDefault(head => head.Customer == profile.CustomerId) is { } head)
            {
                heads.Write(head);
            }

            foreach (var (name, path) in journal.Files())
            {
                heads.Write(AuditHeadExporter.JournalPrefix + name, () => JournalFile.HeadOf(path) is { } last
                    ? (last.Number, last.Hash) : null);
            }

            return 0;
        }).ConfigureAwait(false);
        await failures.CollectAsync(() => purges.SweepCardKeysAsync(profile.Id, PurgeLimits.At(clock.GetUtcNow(), profile),
            cancellationToken)).ConfigureAwait(false);
        await failures.CollectAsync(async () => await remnants.RemoveAsync(clock.GetUtcNow(), cancellationToken).ConfigureAwait(false)
            ? 1 : 0).ConfigureAwait(false);
        failures.Throw();
    }
}
