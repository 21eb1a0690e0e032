using NexusGo.FileExchange.Diagnostics;
using OpenTelemetry.Trace;

namespace NexusGo.FileExchange.Worker.Telemetry;

/// <summary>Begins a trace for a file only: what the database driver does between files would be thousands of traces of one span.</summary>
internal sealed class FileSampler : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Name == Traces.File ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
