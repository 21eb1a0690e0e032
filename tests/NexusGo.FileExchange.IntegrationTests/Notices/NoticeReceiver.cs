using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace NexusGo.FileExchange.IntegrationTests.Notices;

/// <summary>A real HTTP server that takes notices, or is in no state to.</summary>
internal sealed class NoticeReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private NoticeReceiver(WebApplication app) => this.app = app;

    public bool IsDown { get; set; }

    public int Refused { get; private set; }

    public ConcurrentQueue<(string Signature, byte[] Body)> Taken { get; } = new();

    public string Address => app.Urls.Single() + "/notices";

    public static async Task<NoticeReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new NoticeReceiver(builder.Build());
        receiver.app.Run(async context =>
        {
            if (receiver.IsDown)
            {
                receiver.Refused++;
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            receiver.Taken.Enqueue((context.Request.Headers["X-NexusGo-Signature"].ToString(), body.ToArray()));
        });
        await receiver.app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
