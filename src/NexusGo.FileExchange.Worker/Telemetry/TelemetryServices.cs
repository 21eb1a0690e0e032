using Microsoft.Extensions.DependencyInjection;

namespace NexusGo.FileExchange.Worker.Telemetry;

/// <summary>What is registered when metrics or traces are wanted.</summary>
internal static class TelemetryServices
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WorkerGauges>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<TelemetryExport>();
    }
}
