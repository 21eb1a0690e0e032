using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>The double of <see cref="IRemnants"/>: it leaves none, and says of each erasure when they would have been removed.</summary>
internal sealed class InMemoryRemnants(InMemoryExchange exchange) : IRemnants
{
    /// <summary>Whether an older transaction may still look at what was erased.</summary>
    public bool IsHeld { get; set; }

    public Task<bool> RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        lock (exchange.Gate)
        {
            var isDue = exchange.Erasures.Exists(one => one.Record.ContentRewrittenAt is null)
                && !exchange.Erasures.Exists(one => one.Record.ContentRewrittenAt > now - RemnantRemoval.Pause);
            if (isDue && !IsHeld)
            {
                exchange.ChangeErasures(one => one with { ContentRewrittenAt = one.ContentRewrittenAt ?? now });
            }

            return Task.FromResult(!isDue || !IsHeld);
        }
    }
}
