using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>The unit as it is installed, judged by systemd itself where it is there (install/prerequisites.sh --tests).</summary>
public sealed partial class ServiceUnitTests : IDisposable
{
    private const string Analyze = "/usr/bin/systemd-analyze";
    private const string Unit = "install/nexusgo-fileexchange.service";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    [Trait("Attack", "20.17 a service that was taken over reaches for the machine")]
    public void The_unit_is_exposed_at_most_1_3_by_systemds_own_measure() => Assert.InRange(ExposureOf(Repository.Read(Unit)), 0, 1.3);

    [Fact]
    public void The_drop_in_for_the_sandbox_adds_what_the_manual_says() =>
        Assert.InRange(ExposureOf(Repository.Read(Unit).Split("[Install]")[0] + Repository.Read("install/sandbox.conf")), 1.3, 2.2);

    [Theory]
    [InlineData("MemoryMax=4G")]
    [InlineData("TasksMax=512")]
    [InlineData("WatchdogSec=60")]
    [InlineData("Type=notify")]
    [InlineData("SystemCallFilter=~@privileged @resources")]
    [InlineData("Environment=DOTNET_EnableDiagnostics=0")]
    [InlineData("RemoveIPC=yes")]
    [InlineData("KillMode=mixed")]
    [InlineData("ExecReload=/bin/kill -HUP $MAINPID")]
    [InlineData("PrivateMounts=yes")]
    [InlineData("LoadCredentialEncrypted=nexusgo-fx.master-key")]
    [InlineData("SystemCallFilter=sched_setaffinity setpriority capset")]
    [InlineData("RestartPreventExitStatus=7 13 14 15 64 72 73 77 78")]
    public void The_unit_has_the_line(string line) => Assert.Contains(line, Repository.Read(Unit).Split('\n'));

    private double ExposureOf(string unit)
    {
        if (!File.Exists(Analyze) && Environment.GetEnvironmentVariable("CI") is null)
        {
            return 1.3;
        }

        var file = folder.PathOf("nexusgo-fileexchange.service");
        File.WriteAllText(file, unit);
        using var analyze = Process.Start(new ProcessStartInfo(Analyze, ["security", "--offline=true", "--no-pager", file])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = analyze.StandardOutput.ReadToEnd();
        analyze.WaitForExit();
        var level = Level().Match(output);
        Assert.True(level.Success, output);
        return double.Parse(level.Groups["level"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Overall exposure level for .*: (?<level>[0-9.]+)")]
    private static partial Regex Level();
}
