using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// Nothing of the worker starts before the master key is known to be the right one and the database is as far as the erasure journal. A
/// failure ends the start.
/// </summary>
internal sealed class RestoreGateStart(MasterKeyRotation masterKey, RestoreGate gate) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await masterKey.CheckAsync(cancellationToken);
        await gate.PassAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
