using System.Globalization;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Tests.Architecture;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// What the prose of operators' and developers' manuals names is there: exit codes, paths, units, variables, scripts, types.
/// </summary>
public sealed partial class NamesInManualsTests
{
    /// <summary>Of <c>nexusgo-demo</c>, which is not installed.</summary>
    private static readonly int[] OfTheDemo = [6, 11];

    /// <summary>Types of others: SSH.NET.</summary>
    private static readonly string[] OfOthers = ["SftpClient"];

    private static readonly Lazy<IReadOnlySet<string>> Words = new(() => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".props" or ".csproj"
            && !file.Contains("/obj/", StringComparison.Ordinal))
        .SelectMany(file => Word().Matches(File.ReadAllText(file)).Select(match => match.Value)
            .Append(Path.GetFileNameWithoutExtension(file))).ToHashSet());

    public static TheoryData<string> Operators => [.. ManualPage.All.Where(page => page.StartsWith("install/", StringComparison.Ordinal)
        || page == "config/README.md")];

    public static TheoryData<string> Everybody => [.. ManualPage.All];

    [Theory]
    [MemberData(nameof(Everybody))]
    public void An_exit_code_is_one(string page) => Assert.Empty(ExitCode().Matches(ManualPage.Read(page).Text)
        .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Except(OfTheDemo)
        .Except(typeof(ExitCodes).GetFields().Select(field => (int)field.GetRawConstantValue()!)));

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_folder_of_the_installed_service_is_one(string page)
    {
        var installed = string.Concat(Directory.EnumerateFiles(Repository.PathOf("install"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".sh" or ".service" or ".conf").Select(File.ReadAllText))
            + Repository.Read("src/NexusGo.FileExchange.Worker/Configuration/WorkerSettings.cs")
            + Repository.Read("src/NexusGo.FileExchange.Worker/Configuration/WorkerConfiguration.cs");

        Assert.All(Folder().Matches(ManualPage.Read(page).Text).Select(match => match.Value).Distinct(),
            folder => Assert.True(installed.Contains(folder, StringComparison.Ordinal), $"{page}: nothing makes {folder}."));
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void A_line_of_the_unit_is_in_the_unit(string page)
    {
        var unit = Repository.Read("install/nexusgo-fileexchange.service");

        Assert.All(ManualPage.Read(page).CodeSpans.Where(span => UnitLine().IsMatch(span)),
            line => Assert.Contains($"\n{line}\n", unit, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public void A_variable_is_read_somewhere(string page) => Assert.Empty(
        Variable().Matches(ManualPage.Read(page).Text).Select(match => match.Value).Except(Words.Value));

    [Theory]
    [MemberData(nameof(Everybody))]
    public void A_script_knows_the_option_that_it_is_called_with(string page)
    {
        var text = ManualPage.Read(page);

        Assert.All(text.CodeSpans.Concat(text.FencedLines).SelectMany(line => Script().Matches(line)), call => Assert.All(
            Option().Matches(call.Value).Select(match => match.Value),
            option => Assert.Contains(option, Repository.Read(call.Groups["script"].Value), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_map_of_the_source_names_nothing_that_is_gone()
    {
        var spans = ManualPage.Read("src/README.md").CodeSpans.ToList();
        var types = spans.SelectMany(span => span.Split('/', '.', '(', '*', ' ')).Where(word => Type().IsMatch(word)).Distinct();
        var sql = Directory.EnumerateFiles(Repository.PathOf("src"), "*.sql", SearchOption.AllDirectories).Select(Path.GetFileName);
        var tables = string.Concat(Directory.EnumerateFiles(Repository.PathOf("src"), "*.sql", SearchOption.AllDirectories)
            .Select(File.ReadAllText));

        Assert.Empty(types.Except(OfOthers).Except(Words.Value));
        Assert.Empty(spans.Where(span => SqlFile().IsMatch(span)).Except(sql));
        Assert.All(spans.Where(span => Table().IsMatch(span)), table => Assert.Contains(table.Split('.')[1], tables,
            StringComparison.Ordinal));
    }

    [GeneratedRegex(@"exit code ([0-9]+)")]
    private static partial Regex ExitCode();

    [GeneratedRegex(@"/(?:etc|var/lib|run|opt)/nexusgo-fileexchange[a-z-]*")]
    private static partial Regex Folder();

    [GeneratedRegex(@"^(?:MemoryMax|TasksMax|WatchdogSec|TimeoutStopSec|Restart\w*|KillMode)=\S+$")]
    private static partial Regex UnitLine();

    [GeneratedRegex("NEXUSGO_[A-Z]+(?:_[A-Z]+)*")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<script>(?:install|tests)/[a-z]+\.sh)(?: +(?:--[a-z-]+|[A-Z]+))+")]
    private static partial Regex Script();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex("^[A-Z][a-z]+(?:[A-Z][A-Za-z0-9]+)+$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^[0-9]{4}_\w+\.sql$")]
    private static partial Regex SqlFile();

    [GeneratedRegex(@"^(?:orders|vault|audit|exchange)\.[a-z_]+$")]
    private static partial Regex Table();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
