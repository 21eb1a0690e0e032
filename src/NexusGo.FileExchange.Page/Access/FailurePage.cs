using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Page.Text;
using NexusGo.FileExchange.Page.Views;

namespace NexusGo.FileExchange.Page.Access;

/// <summary>A database that cannot be asked becomes a page that says so, in the language of the request.</summary>
internal sealed class FailurePage(RequestDelegate next, ILogger<FailurePage> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (FileExchangeException failure) when (!context.Response.HasStarted)
        {
            WorkerLog.PageNotAnswered(log, failure.Reason, failure.Message);
            await PageRoutes.View<FailureView>(PageContext.Of(context), StatusCodes.Status503ServiceUnavailable,
                ("Reason", failure.Reason.ToString())).ExecuteAsync(context);
        }
    }
}
