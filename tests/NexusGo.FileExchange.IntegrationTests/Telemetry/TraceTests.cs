using System.Collections.Concurrent;
using System.Diagnostics;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Telemetry;

/// <summary>A file's trace, as whoever listens gets it.</summary>
public sealed class TraceTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string[] Steps = ["poll", "claim", "fetch", "open", "check", "store", "deliver", "release"];

    [Fact]
    public async Task A_file_is_one_trace_with_a_span_for_each_step_and_the_databases_under_them()
    {
        var ended = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "NexusGo.FileExchange" or "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("TRACED"));
        rig.Drop("ORD_1.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Plantagenet;Öberg;HQ\r\n");
        await rig.PollAsync();

        var root = Assert.Single(ended,
            span => span.OperationName == "file" && (string?)span.GetTagItem("nexusgo.customer") == rig.Customer);
        var trace = ended.Where(span => span.TraceId == root.TraceId).ToList();
        var steps = trace.Where(span => Steps.Contains(span.OperationName)).Select(span => span.OperationName);
        Assert.Equal(Steps, steps.OrderBy(step => Array.IndexOf(Steps, step)));
        Assert.All(trace.Where(span => Steps.Contains(span.OperationName) && span.OperationName != "check"),
            span => Assert.Equal(root.SpanId, span.ParentSpanId));
        var store = trace.Single(span => span.OperationName == "store");
        Assert.Equal(store.SpanId, trace.Single(span => span.OperationName == "check").ParentSpanId);
        Assert.Contains(trace, span => span.Source.Name == "Npgsql" && span.ParentSpanId == store.SpanId);
        Assert.Equal("ACCEPTED", root.GetTagItem("nexusgo.file.status"));
        Assert.DoesNotContain("Plantagenet", string.Concat(trace.SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}")
            .Concat(span.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Value}")))), StringComparison.Ordinal);
    }
}
