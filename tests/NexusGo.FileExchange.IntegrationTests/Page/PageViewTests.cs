using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using NexusGo.FileExchange.Page.Text;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Page;

/// <summary>What people see, in a real browser: readable by everybody, in both languages, on every screen.</summary>
public sealed class PageViewTests(PageSite site) : IClassFixture<PageSite>
{
    /// <summary>Set, the views of install/README.md are pictured anew.</summary>
    private const string PicturesVariable = "NEXUSGO_UPDATE_PICTURES";

    private static readonly (string Path, string? Picture)[] Views =
    [
        ("/", "trouble"), ("/customers", null), ("/customers/NORDIC", "customer"), ($"/customers/NORDIC/files/{PageRows.File}", null),
        ($"/customers/NORDIC/cards/{PageRows.Card}", "card"), ("/retention", "retention"), ("/fleet", "fleet"),
        ("/search?q=ORD_NORDIC", null), ("/search?q=nothing", null), ("/nowhere", null),
    ];

    public static TheoryData<string, ColorScheme, int> Looks => new()
    {
        { "en", ColorScheme.Light, 1280 }, { "sv", ColorScheme.Dark, 360 },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task Axe_finds_nothing_in_any_view(string language, ColorScheme scheme, int width)
    {
        await using var context = await OpenAsync(scheme, width);
        var tab = await context.NewPageAsync();
        var told = new List<string>();
        tab.Console += (_, message) => told.Add(message.Text);
        tab.Request += (_, request) => told.AddRange(request.Url.StartsWith(site.Address, StringComparison.Ordinal) ? [] : [request.Url]);
        foreach (var (path, _) in Views)
        {
            await tab.GotoAsync($"{site.Address}/{language}{path}");
            var found = await tab.RunAxe();
            Assert.True(found.Violations.Length == 0,
                $"{language}{path} {scheme} {width}: " + string.Join("\n", found.Violations.Select(one =>
                $"{one.Id}: {one.Help} {string.Join(", ", one.Nodes.Select(node => node.Html))}")));
            Assert.Equal(language, await tab.Locator("html").GetAttributeAsync("lang"));
            Assert.True(await tab.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"),
                $"{path} scrolls sideways at {width} pixels.");
        }

        // The policy of the page refuses nothing that its own views need, and nothing is fetched from elsewhere.
        Assert.DoesNotContain(told, text => !text.Contains("404", StringComparison.Ordinal));
        Assert.Empty(await context.CookiesAsync());
    }

    [Fact]
    public async Task Every_view_is_reached_and_left_by_the_keyboard()
    {
        await using var context = await OpenAsync(ColorScheme.Light, 1280);
        var tab = await context.NewPageAsync();
        await tab.GotoAsync($"{site.Address}/en/");

        await tab.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync(tab));
        await tab.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#content", tab.Url, StringComparison.Ordinal);

        await FocusAsync(tab, "Retention calendar");
        await tab.Keyboard.PressAsync("Enter");
        await tab.WaitForURLAsync("**/en/retention");

        await tab.Locator("#q").FocusAsync();
        await tab.Keyboard.TypeAsync(PageRows.Card.ToString());
        await tab.Keyboard.PressAsync("Enter");
        await tab.WaitForURLAsync("**/en/search?q=*");
        await FocusAsync(tab, PageRows.Card.ToString());
        await tab.Keyboard.PressAsync("Enter");
        await tab.WaitForURLAsync($"**/en/customers/NORDIC/cards/{PageRows.Card}");
    }

    [Fact]
    public async Task The_views_tell_what_the_ledgers_hold()
    {
        await using var context = await OpenAsync(ColorScheme.Light, 1280);
        var tab = await context.NewPageAsync();

        await tab.GotoAsync($"{site.Address}/en/");
        var first = await tab.Locator("tbody tr").First.InnerTextAsync();
        Assert.Contains("HARBOUR", first, StringComparison.Ordinal);
        Assert.Contains("RemoteUnreachable", first, StringComparison.Ordinal);

        await tab.GotoAsync($"{site.Address}/sv/customers/NORDIC/cards/{PageRows.Card}");
        var story = await tab.Locator("main").InnerTextAsync();
        Assert.All(["Beställd", "Levererad", "ORD_NORDIC_000030.csv"], word => Assert.Contains(word, story, StringComparison.Ordinal));

        await tab.GotoAsync($"{site.Address}/en/search?q={PageRows.Order}");
        Assert.Equal("ORD_NORDIC_000030.csv", await tab.Locator("main tbody a").InnerTextAsync());

        await tab.GotoAsync($"{site.Address}/en/fleet");
        Assert.Contains("12 / 20", await tab.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // Another customer's file is not found under this one's path.
        var foreign = await tab.GotoAsync($"{site.Address}/en/customers/MUSEUM/files/{PageRows.File}");
        Assert.Equal(404, foreign!.Status);
    }

    [Fact]
    public async Task No_view_shows_what_is_sealed()
    {
        using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
        foreach (var path in Views.SelectMany(view => PageContext.Languages.Select(language => $"/{language}{view.Path}")))
        {
            var html = await (await client.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsStringAsync();
            Assert.DoesNotContain(PageRows.Planted, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_pictures_of_the_manual_are_there()
    {
        foreach (var (path, picture) in Views.Where(view => view.Picture is not null))
        {
            var file = RepositoryFolder.PathOf($"install/pictures/{picture}.png");
            if (Environment.GetEnvironmentVariable(PicturesVariable) == "1")
            {
                await using var context = await OpenAsync(picture == "fleet" ? ColorScheme.Dark : ColorScheme.Light, 1200);
                var tab = await context.NewPageAsync();
                await tab.GotoAsync($"{site.Address}/en{path}");
                await tab.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = picture != "customer" });
            }

            Assert.True(File.Exists(file), $"{file} is missing; {PicturesVariable}=1 makes it.");
        }
    }

    private async Task<IBrowserContext> OpenAsync(ColorScheme scheme, int width) =>
        await (await site.BrowserAsync()).NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme, ViewportSize = new ViewportSize { Width = width, Height = 900 }, Locale = "en-GB",
            TimezoneId = "Europe/Stockholm",
        });

    private static Task<string> FocusedAsync(IPage tab) => tab.EvaluateAsync<string>("document.activeElement.textContent.trim()");

    /// <summary>Presses Tab until the link of that text has the focus.</summary>
    private static async Task FocusAsync(IPage tab, string text)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await tab.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(tab) == text)
            {
                return;
            }
        }

        Assert.Fail($"The keyboard does not reach {text}.");
    }
}
