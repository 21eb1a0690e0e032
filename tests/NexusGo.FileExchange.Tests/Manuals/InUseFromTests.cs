using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Tests.Architecture;
using NexusGo.FileExchange.Tests.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>The column "in use from" of the key tables is true.</summary>
public sealed class InUseFromTests
{
    private const string Worker = "src/NexusGo.FileExchange.Worker";

    [Fact]
    public void A_reload_brings_an_edited_customer_and_no_other_partner()
    {
        using var folder = new ProfileFolder();
        folder.WriteGood("ACME");
        var partner = new ProductionProfile { Version = "before" };
        var registry = new CustomerRegistry(folder.Folder, TimeProvider.System, NullLogger<CustomerRegistry>.Instance, partner.AsArea());
        registry.Reload();

        folder.WriteGood("ACME", """ "Version": "after" """);
        Assert.True(registry.Reload());

        Assert.Equal("after", Assert.Single(registry.Current).Version);
        Assert.True(registry.TryGet(CustomerId.Production, out var inUse));
        Assert.Equal("before", inUse.Version);
    }

    [Fact]
    public void The_worker_asks_for_a_reload_of_customers_and_of_nothing_else()
    {
        Assert.Contains("reloadOnChange: false", Repository.Read($"{Worker}/WorkerHost.cs"), StringComparison.Ordinal);
        var signal = Repository.Read($"{Worker}/WorkerLifetime.cs").Split("PosixSignal.SIGHUP")[1].Split("});")[0];
        Assert.Equal(["customers.Reload();"], Regex.Matches(signal, @"\w+\.Reload\(\);").Select(match => match.Value));
    }

    [Fact]
    public void What_counts_from_the_next_verb_on_is_used_by_verbs_alone()
    {
        var settings = SettingsOf(typeof(WorkerSettings)).Where(setting => setting.InUseFrom == InUseFrom.NextVerb).ToList();

        Assert.Equal(["BackupDays", "SecondPerson"], settings.Select(setting => setting.Name).Order(StringComparer.Ordinal));
        Assert.All(settings, setting => Assert.All(UsersOf(setting.Name),
            file => Assert.StartsWith($"{Worker}/Commands/", file, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_page_alone_uses_the_settings_of_the_page() => Assert.All(UsersOf("Page"), file => Assert.True(
        file.StartsWith("src/NexusGo.FileExchange.Page/", StringComparison.Ordinal)
            || file.StartsWith($"{Worker}/Configuration/", StringComparison.Ordinal), $"{file} uses the settings of the page."));

    /// <summary>The files that read a setting of this name from the worker's settings.</summary>
    private static IEnumerable<string> UsersOf(string name) => Directory
        .EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)
            && Regex.IsMatch(File.ReadAllText(file), $@"[sS]ettings\.(\w+\.)?{name}\b"))
        .Select(file => Path.GetRelativePath(Repository.Root, file));

    private static IEnumerable<Setting> SettingsOf(Type type) => SettingsClass.For(type).Settings.SelectMany(setting =>
        setting.Kind == SettingKind.Section ? SettingsOf(setting.ItemType) : [setting]);
}
