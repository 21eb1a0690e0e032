using System.ComponentModel;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Metrics and traces for other programs; off unless one of the two is set.</summary>
public sealed record TelemetrySettings
{
    [Description("Where metrics and traces are sent by OTLP over gRPC, such as http://127.0.0.1:4317. Empty: nowhere.")]
    public string? OtlpEndpoint { get; init; }

    [Description("Loopback address and port, such as 127.0.0.1:8461, on which the worker answers /metrics (Prometheus), /healthz/live and "
        + "/healthz/ready. Empty: none.")]
    public string? Listen { get; init; }

    internal bool IsOn => !string.IsNullOrEmpty(OtlpEndpoint) || !string.IsNullOrEmpty(Listen);
}
