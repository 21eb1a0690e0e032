using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Worker;

/// <summary>Nothing of the worker starts before the database is as far as the erasure journal. A failure ends the start.</summary>
internal sealed class RestoreGateStart(RestoreGate gate) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => gate.PassAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
