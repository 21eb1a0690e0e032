using System.Text.Json;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>Every setting and every published code that a manual names exists.</summary>
public sealed partial class SettingsInManualsTests
{
    private static readonly IReadOnlySet<string> Known = new[]
        { typeof(AppSettingsFile), typeof(CustomerProfile), typeof(ProductionProfile) }
        .SelectMany(type => PathsOf(type, "")).ToHashSet();

    /// <summary>The developers' map names types as well; settings are told where operators and customers look for them.</summary>
    public static TheoryData<string> Pages =>
        [.. ManualPage.All.Where(page => !page.StartsWith("src/", StringComparison.Ordinal))];

    /// <summary>The recipes add a code of their own.</summary>
    public static TheoryData<string> AllPages => [.. ManualPage.All.Where(page => page != "src/RECIPES.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Settings_exist(string page) => Assert.All(
        ManualPage.Read(page).CodeSpans.Select(span => Named().Match(span)).Where(match => match.Success),
        match => Assert.Contains(Known, known => $".{known}".EndsWith($".{Path(match)}", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(AllPages))]
    public void Codes_are_published(string page) => Assert.Empty(Code().Matches(ManualPage.Read(page).Text)
        .Select(match => match.Value).Except(ErrorCatalog.All.Select(text => text.Code)));

    [Fact]
    public void The_settings_of_the_first_database_exist()
    {
        using var json = JsonDocument.Parse($"{{ {Assert.Single(ManualPage.Read("install/README.md").Blocks("json"))} }}");

        var named = json.RootElement.EnumerateObject().SelectMany(section => section.Value.EnumerateObject()
            .Select(setting => $"FileExchange.{section.Name}.{setting.Name}")).ToList();
        Assert.Equal(5, named.Count);
        Assert.Empty(named.Except(Known));
    }

    [Fact]
    public void A_setting_that_is_none_is_found()
    {
        Assert.Contains("FileExchange.Logging.RetentionDays", Known);
        Assert.Contains("People[].CertificateFile", Known);
        Assert.DoesNotContain("FileExchange.Logging.RetentionDay", Known);
    }

    /// <summary>A heading that ends in [] is about the entries of a list.</summary>
    private static string Path(Match match) => match.Groups["path"].Value.TrimEnd('[', ']');

    private static IEnumerable<string> PathsOf(Type type, string path) => SettingsClass.For(type).Settings.SelectMany(setting =>
    {
        var own = path.Length == 0 ? setting.Name : $"{path}.{setting.Name}";
        return setting.Kind switch
        {
            SettingKind.Section => PathsOf(setting.ItemType, own).Prepend(own),
            SettingKind.List or SettingKind.Map when Setting.Classify(setting.ItemType).Kind == SettingKind.Section =>
                PathsOf(setting.ItemType, own + "[]").Prepend(own),
            _ => [own],
        };
    });

    /// <summary>Two names or more with a full stop between, perhaps with a value behind; not a file and not a namespace.</summary>
    [GeneratedRegex(@"^(?!NexusGo\.|Microsoft\.|System\.)(?<path>[A-Z][A-Za-z]+(?:\[\])?(?:\.[A-Z][A-Za-z]+(?:\[\])?)+)(?: *[=:].*)?$")]
    private static partial Regex Named();

    [GeneratedRegex("[FEWR]-[A-Z]{3}-[0-9]{2}")]
    private static partial Regex Code();
}
