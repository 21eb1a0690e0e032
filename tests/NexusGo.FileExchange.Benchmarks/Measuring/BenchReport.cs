using System.Runtime.InteropServices;
using System.Text;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>The report that is kept: figures with the machine and the versions they belong to.</summary>
internal static class BenchReport
{
    public static async Task<string> WriteAsync(BenchOptions options, Figures figures)
    {
        var text = new StringBuilder();
        text.AppendLine(Figures.Line($"# Benchmarks, {TimeProvider.System.GetUtcNow():yyyy-MM-dd}")).AppendLine();
        text.AppendLine(
            "Client and servers share the machine, so compare ratios, not times. A ratio is our time divided by the other program's.");
        text.AppendLine(Figures.Line($"Medians of {options.Rounds} round(s), taken in turn; what a figure leaves out is said beside it. ")
            + Figures.Line($"{figures.Missed} of {figures.All.Count} miss.")).AppendLine();
        text.AppendLine("| machine | |").AppendLine("|---|---|");
        foreach (var (name, value) in await MachineAsync())
        {
            text.AppendLine($"| {name} | {value} |");
        }

        foreach (var group in figures.All.GroupBy(f => f.Group))
        {
            text.AppendLine().AppendLine($"## {group.Key}").AppendLine();
            foreach (var figure in group)
            {
                text.AppendLine($"- {figure.Text}{(figure.Meets == false ? " **missed**" : "")}");
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static async Task<IReadOnlyList<(string Name, string Value)>> MachineAsync() =>
    [
        ("processor", $"{ValueOf("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} cores"),
        ("memory", ValueOf("/proc/meminfo", "MemTotal")),
        ("system", $"{RuntimeInformation.OSDescription}, {ValueOf("/etc/os-release", "PRETTY_NAME", '=').Trim('"')}"),
        ("load at the end", (await File.ReadAllTextAsync("/proc/loadavg")).Trim()),
        (".NET", RuntimeInformation.FrameworkDescription),
        ("OpenSSH", await Shell.VersionAsync("ssh", "-V")),
        ("PostgreSQL", await Shell.VersionAsync("psql", "--version")),
        ("GnuPG", await Shell.VersionAsync("gpg", "--version")),
        ("rclone", await Shell.VersionAsync("rclone", "--version")),
    ];

    private static string ValueOf(string file, string key, char separator = ':') =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(separator, 2)[1].Trim()
            ?? "unknown";
}
