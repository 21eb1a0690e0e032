using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NexusGo.FileExchange.IntegrationTests.Telemetry;

/// <summary>Takes what is sent by OTLP over gRPC and keeps its bytes. Texts stand readable in protocol buffers.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Service, string Text)> messages = new();

    private OtlpReceiver(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Everything that came for a service, such as TraceService.</summary>
    public string Of(string service) => string.Concat(messages.Where(one => one.Service.Contains(service, StringComparison.Ordinal))
        .Select(one => one.Text));

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var receiver = new OtlpReceiver(builder.Build());
        receiver.app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.messages.Enqueue((context.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
