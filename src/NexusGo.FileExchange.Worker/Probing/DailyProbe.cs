using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Worker.Probing;

/// <summary>
/// Probes an area every <c>Remote.ProbeInterval</c>, on the session of its visits and under its lease. What is different from what was
/// agreed is told once in the log, and stays in the table of health until it is as before or an operator accepts it.
/// </summary>
internal sealed class DailyProbe(IAreaSessions sessions, AreaProbeStore store, TimeProvider time, ILogger<DailyProbe> logger) : IAreaProbing
{
    /// <summary>An area that is not as agreed is tried again sooner, so that what was mended is not told for another day.</summary>
    public static readonly TimeSpan WhileChanged = TimeSpan.FromHours(1);

    public async Task<AreaVisit> RunAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var interval = profile.Remote.ProbeInterval;
        if (await store.ReadAsync(profile.Id, cancellationToken) is { } last
            && now - last.ProbedAt < (last.Changes is not null && WhileChanged < interval ? WhileChanged : interval))
        {
            return new AreaVisit(IsOurs: true);
        }

        return await sessions.UseAsync(profile, async (remote, token) =>
        {
            var area = await new AreaProbe(remote, profile, createFolders: false, time).RunAsync(token);
            var scan = await HostKeyScan.RunAsync(profile.Remote, token);
            var (before, after) = await store.NoteAsync(profile.Id, area.Traits with { HostKeys = scan.Shown }, now, token);
            if (after.Changes is { } changes && changes != before?.Changes)
            {
                WorkerLog.AreaChanged(logger, profile.CustomerId, changes);
            }
            else if (after.Changes is null && before?.Changes is not null)
            {
                WorkerLog.AreaAsAgreed(logger, profile.CustomerId);
            }
        }, cancellationToken);
    }
}
