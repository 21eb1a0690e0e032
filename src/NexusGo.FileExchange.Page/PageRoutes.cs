using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Page.Queries;
using NexusGo.FileExchange.Page.Text;
using NexusGo.FileExchange.Page.Views;

namespace NexusGo.FileExchange.Page;

/// <summary>Which path shows which view. The language is the first part of every path.</summary>
internal static class PageRoutes
{
    private static readonly byte[] Style = Asset("page.css");

    public static void Map(WebApplication app)
    {
        app.MapGet("/", (HttpContext context) => Results.Redirect($"/{PageContext.Of(context).Language}/"));
        app.MapGet("/page.css", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "max-age=300";
            return Results.Bytes(Style, "text/css; charset=utf-8");
        });
        app.MapGet("/favicon.ico", () => Results.NoContent());

        var pages = app.MapGroup("/{language:regex(^(en|sv)$)}");
        pages.MapGet("/", async (HttpContext context, HealthBoard board) =>
            View<TroubleView>(PageContext.Of(context), ("Table", (await board.NowAsync(context.RequestAborted)).Table)));
        pages.MapGet("/customers", async (HttpContext context, CustomersQuery query) =>
            View<CustomersView>(PageContext.Of(context), ("Rows", await query.AllAsync(context.RequestAborted))));
        pages.MapGet("/customers/{id}", async (HttpContext context, string id, CustomerDirectory directory, CustomerQuery query) =>
            directory.Find(id) is { } profile
                ? View<CustomerView>(PageContext.Of(context), ("Profile", profile),
                    ("Details", await query.OfAsync(id, context.RequestAborted)))
                : NotFound(context));
        pages.MapGet("/customers/{id}/files/{file:guid}", async (HttpContext context, string id, Guid file, PageDatabase database) =>
            CustomerId.IsValid(id) && await database.Timelines.OfFileAsync(new CustomerId(id), file, context.RequestAborted) is { } found
                ? View<TimelineView>(PageContext.Of(context), ("Story", found)) : NotFound(context));
        pages.MapGet("/customers/{id}/cards/{card:long}", async (HttpContext context, string id, long card, PageDatabase database) =>
            CustomerId.IsValid(id) && await database.Timelines.OfCardAsync(new CustomerId(id), card, context.RequestAborted) is { } found
                ? View<TimelineView>(PageContext.Of(context), ("Story", found)) : NotFound(context));
        pages.MapGet("/retention", async (HttpContext context, string? customer, RetentionQuery query) =>
            View<RetentionView>(PageContext.Of(context), ("Calendar", await query.OfAsync(
                string.IsNullOrEmpty(customer) ? null : customer, context.RequestAborted)), ("Customer", customer)));
        pages.MapGet("/fleet", async (HttpContext context, FleetQuery query) =>
            View<FleetView>(PageContext.Of(context), ("State", await query.NowAsync(context.RequestAborted))));
        pages.MapGet("/search", async (HttpContext context, string? q, SearchQuery query) =>
            View<SearchView>(PageContext.Of(context), ("Asked", q ?? ""),
                ("Hits", await query.FindAsync(q ?? "", context.RequestAborted))));
        app.MapFallback((HttpContext context) => NotFound(context));
    }

    public static IResult View<TView>(PageContext page, params (string Name, object? Value)[] parameters)
        where TView : IComponent => View<TView>(page, StatusCodes.Status200OK, parameters);

    public static IResult View<TView>(PageContext page, int status, params (string Name, object? Value)[] parameters)
        where TView : IComponent
    {
        var all = parameters.ToDictionary(one => one.Name, one => one.Value);
        all["Page"] = page;
        return new RazorComponentResult<TView>(all) { PreventStreamingRendering = true, StatusCode = status };
    }

    private static IResult NotFound(HttpContext context) =>
        View<NotFoundView>(PageContext.Of(context), StatusCodes.Status404NotFound);

    private static byte[] Asset(string name)
    {
        var assembly = typeof(PageRoutes).Assembly;
        using var stream = assembly.GetManifestResourceStream(
            assembly.GetManifestResourceNames().Single(one => one.EndsWith("." + name, StringComparison.Ordinal)))!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
