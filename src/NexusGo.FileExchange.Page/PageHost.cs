using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Page.Access;
using NexusGo.FileExchange.Page.Queries;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Page;

/// <summary>
/// The web application. It is a process of its own beside the workers, so that neither their memory nor their start pays for it, and so
/// that it acts in a database role that cannot read anything sealed.
/// </summary>
internal static class PageHost
{
    /// <exception cref="Customers.ConfigurationException">The worker's own settings have problems.</exception>
    public static WebApplication Build(WorkerConfiguration configuration, TimeProvider? time = null)
    {
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        if (own.Length > 0)
        {
            throw new Customers.ConfigurationException(own);
        }

        var settings = configuration.Settings.Page;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "nexusgo-page" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPEndPoint.Parse(settings.Listen));
        });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddRouting();
        builder.Services.AddRazorComponents();

        // Components bring data protection along, whose keys would be made at the start and written to the user's home. Nothing here uses
        // it.
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider().DisableAutomaticKeyGeneration();
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.None);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton(configuration);
        builder.Services.AddSingleton(configuration.Settings);
        builder.Services.AddSingleton<PageDatabase>();
        builder.Services.AddSingleton<CustomerDirectory>();
        builder.Services.AddSingleton<WorkerReports>();
        builder.Services.AddSingleton<HealthBoard>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<HealthBoard>());
        builder.Services.AddSingleton<CustomersQuery>();
        builder.Services.AddSingleton<CustomerQuery>();
        builder.Services.AddSingleton<RetentionQuery>();
        builder.Services.AddSingleton<FleetQuery>();
        builder.Services.AddSingleton<SearchQuery>();

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<FailurePage>();
        app.UseRouting();
        PageRoutes.Map(app);

        // Many customers' files take a second to read: before the first request, not in it.
        app.Services.GetRequiredService<CustomerDirectory>();
        return app;
    }
}
