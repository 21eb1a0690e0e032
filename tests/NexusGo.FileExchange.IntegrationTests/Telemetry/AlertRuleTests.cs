using System.Diagnostics;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Telemetry;

/// <summary>Each alert rule of install/prometheus fires for its fault and for nothing else, by Prometheus' own tool.</summary>
public sealed partial class AlertRuleTests
{
    private static readonly string Tests =
        RepositoryFolder.PathOf("tests/NexusGo.FileExchange.IntegrationTests/Telemetry/alerts.test.yml");

    private static readonly string Rules = RepositoryFolder.PathOf("install/prometheus/nexusgo-fileexchange.rules.yml");

    [Fact]
    public async Task Every_rule_fires_for_its_fault_and_none_while_all_is_well()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["test", "rules", Tests])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, errors) = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, await output + await errors);

        var tested = File.ReadAllText(Tests);
        Assert.All(Alert().Matches(File.ReadAllText(Rules)), rule =>
            Assert.Equal(2, Regex.Count(tested, $@"alertname: {rule.Groups[1].Value}\b")));
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();
}
