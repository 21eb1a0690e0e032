using System.Net;
using Microsoft.AspNetCore.Http;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Page.Access;

/// <summary>
/// Who gets in. Without a proxy: requests that name this machine as their host, so that a foreign site cannot point its name at the
/// loopback address and have the operator's browser read the page for it. With a proxy: requests from its address that name who logged in.
/// Only reading is answered.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, WorkerSettings settings)
{
    private readonly IPAddress? proxy = string.IsNullOrEmpty(settings.Page.ProxyAddress)
        ? null : IPAddress.Parse(settings.Page.ProxyAddress);

    public Task InvokeAsync(HttpContext context)
    {
        var refusal = Refusal(context);
        if (refusal is null)
        {
            return next(context);
        }

        context.Response.StatusCode = refusal.Value;
        return Task.CompletedTask;
    }

    private int? Refusal(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        return proxy is null ? OfLoopback(context) : OfProxy(context, proxy);
    }

    private static int? OfLoopback(HttpContext context) =>
        context.Request.Host.Host is var host && (host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address))) ? null : StatusCodes.Status421MisdirectedRequest;

    private int? OfProxy(HttpContext context, IPAddress from)
    {
        var peer = context.Connection.RemoteIpAddress;
        if (peer is { IsIPv4MappedToIPv6: true })
        {
            peer = peer.MapToIPv4();
        }

        return from.Equals(peer) && !string.IsNullOrWhiteSpace(context.Request.Headers[settings.Page.UserHeader!])
            ? null : StatusCodes.Status403Forbidden;
    }
}
