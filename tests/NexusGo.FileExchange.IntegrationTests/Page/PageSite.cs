using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using NexusGo.FileExchange.Page;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.IntegrationTests.Page;

/// <summary>The page over a database with the rows of <see cref="PageRows"/>, and Debian's Chromium to look at it.</summary>
public sealed class PageSite : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly PostgresFixture database = new();
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-page-").FullName;
    private WebApplication page = null!;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public PostgresFixture Database => database;

    public string Address { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        await database.ExecuteAsOwnerAsync(PageRows.Sql);
        page = await StartAsync(new { Listen = "127.0.0.1:0" });
        Address = page.Urls.Single();
    }

    /// <summary>A browser without a window, started by the first test that looks.</summary>
    public async Task<IBrowser> BrowserAsync()
    {
        playwright ??= await Playwright.CreateAsync();
        return browser ??= await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium, Args = ["--no-sandbox"],
        });
    }

    /// <summary>Another page over the same database.</summary>
    /// <param name="settings">The section <c>Page</c>.</param>
    public async Task<WebApplication> StartAsync(object settings)
    {
        var started = PageHost.Build(Configure(settings));
        await started.StartAsync();
        return started;
    }

    public WorkerConfiguration Configure(object settings)
    {
        PageRows.WriteCustomers(folder);
        var key = Path.Combine(folder, "master.key");
        if (!File.Exists(key))
        {
            NexusGo.FileExchange.Vault.MasterKeyFile.CreateIfMissing(key, "test");
        }

        File.WriteAllText(Path.Combine(folder, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new
            {
                WorkerName = "worker-a", DataDirectory = folder, RunDirectory = Path.Combine(folder, "run"),
                Database = new { database.ConnectionString }, Vault = new { MasterKeyFile = key }, Page = settings,
            },
        }));
        PageRows.WriteStatus(Path.Combine(folder, "run"));
        return WorkerConfiguration.Load(folder);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        await page.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
