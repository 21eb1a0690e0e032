using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NexusGo.FileExchange.Worker.Telemetry;

/// <summary>
/// Sends metrics and traces by OTLP, and answers Prometheus and health checks on a loopback port; whichever is configured.
/// </summary>
internal sealed class TelemetryExport(WorkerSettings settings, Readiness readiness, WorkerGauges gauges) : IHostedService, IDisposable
{
    private const string Npgsql = "Npgsql";

    private TracerProvider? traces;
    private MeterProvider? metrics;
    private WebApplication? endpoint;

    /// <summary>Where it listens; null: nowhere.</summary>
    public string? Address => endpoint?.Urls.Single();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Keeps the gauges for as long as somebody may read them.
        GC.KeepAlive(gauges);
        if (settings.Telemetry.OtlpEndpoint is { Length: > 0 } otlp)
        {
            var address = new Uri(otlp);
            traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).SetSampler(new ParentBasedSampler(new FileSampler()))
                .AddSource(Traces.Name, Npgsql).AddOtlpExporter(exporter => exporter.Endpoint = address).Build();
            metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters.Name, Npgsql)
                .AddOtlpExporter(exporter => exporter.Endpoint = address).Build();
        }

        if (settings.Telemetry.Listen is { Length: > 0 } listen)
        {
            endpoint = Build(IPEndPoint.Parse(listen));
            await endpoint.StartAsync(cancellationToken);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (endpoint is not null)
        {
            await endpoint.StopAsync(cancellationToken);
            await endpoint.DisposeAsync();
        }
    }

    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
    }

    private WebApplication Build(IPEndPoint listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "nexusgo-fx" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters.Name, Npgsql)
            .AddPrometheusExporter().Build());
        var app = builder.Build();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(app.Services.GetRequiredService<MeterProvider>(), null, "/metrics", null, null);
        app.MapGet("/healthz/live", () => Answer(readiness.IsLive));
        app.MapGet("/healthz/ready", () => Answer(readiness.IsReady));
        return app;
    }

    private static IResult Answer(bool isGood) => Results.Text(isGood ? "good\n" : "not now\n", "text/plain", statusCode: isGood
        ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddService("nexusgo-fileexchange", serviceVersion: WorkerLifetime.Version,
        serviceInstanceId: settings.WorkerName);
}
