using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Tests.Architecture;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class GeneratedConfigurationTests
{
    [Fact]
    public void Schemas_and_key_tables_are_what_the_option_classes_say()
    {
        foreach (var (name, content) in SchemaCommand.Generate(Repository.PathOf("config")))
        {
            Assert.True(Repository.Read($"config/{name}") == content, $"config/{name} is not current; run: nexusgo-fx schema --write");
        }
    }

    [Theory]
    [InlineData(typeof(AppSettingsFile))]
    [InlineData(typeof(CustomerProfile))]
    [InlineData(typeof(ProductionProfile))]
    public void Every_default_keeps_its_own_rule_unless_the_setting_is_required(Type type)
    {
        foreach (var setting in AllSettings(type).Where(setting => !setting.IsRequired))
        {
            Assert.True(setting.Checks.All(check => check.IsValid(setting.Default)), $"The default of {setting} breaks its own rule.");
        }
    }

    [Theory]
    [InlineData(typeof(AppSettingsFile))]
    [InlineData(typeof(CustomerProfile))]
    [InlineData(typeof(ProductionProfile))]
    public void Every_setting_says_what_it_means(Type type)
    {
        var silent = AllSettings(type)
            .Where(setting => setting.Kind != SettingKind.Section && setting.Property.DeclaringType != typeof(DeliveryAddress)
            && setting.Property.GetCustomAttribute<DescriptionAttribute>() is null).Select(setting => setting.ToString());
        Assert.Empty(silent);
    }

    [Fact]
    public async Task The_example_customer_is_accepted()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("customers"));
        File.Copy(Repository.PathOf("config/appsettings.json"), folder.PathOf("appsettings.json"));
        File.Copy(Repository.PathOf("config/customers/EXAMPLE.json.sample"), folder.PathOf("customers/EXAMPLE.json"));
        Directory.CreateDirectory(folder.PathOf("keys"));
        File.WriteAllText(folder.PathOf("keys/EXAMPLE"), "what ssh-keygen makes\n");
        File.SetUnixFileMode(folder.PathOf("keys/EXAMPLE"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Ok,
            await CheckConfigCommand.RunAsync(folder.Path, json: true, TimeProvider.System, output, CancellationToken.None));
        using var json = JsonDocument.Parse(output.ToString());
        Assert.Equal("EXAMPLE", json.RootElement.GetProperty("customers")[0].GetString());
    }

    [Fact]
    public async Task Check_config_names_every_problem_and_exits_with_the_code_for_configuration()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("customers"));
        File.WriteAllText(folder.PathOf("appsettings.json"), """{ "FileExchange": { "Lease": { "Duration": "00:02:00" } } }""");
        File.WriteAllText(folder.PathOf("customers/ACME.json"), """{ "CustomerId": "ACME", "Nme": "Acme" }""");
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Configuration,
            await CheckConfigCommand.RunAsync(folder.Path, json: false, TimeProvider.System, output, CancellationToken.None));
        Assert.Contains("appsettings.json:1:", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("FileExchange.Lease.Duration: found 00:02:00, allowed 00:00:05 to 00:00:30", output.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("ACME.json:1:25: Nme: found an unknown key, allowed Name. Did you mean Name?", output.ToString(),
            StringComparison.Ordinal);
    }

    private static IEnumerable<Setting> AllSettings(Type type) => SettingsClass.For(type).Settings.SelectMany(setting =>
        setting.Kind is SettingKind.Section or SettingKind.List && Setting.Classify(setting.ItemType).Kind == SettingKind.Section
            ? AllSettings(setting.ItemType).Prepend(setting) : [setting]);
}
