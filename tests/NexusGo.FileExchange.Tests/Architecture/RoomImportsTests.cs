using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>Compares every import of the library with the table in src/README.md.</summary>
public sealed partial class RoomImportsTests
{
    private const string Library = "src/NexusGo.FileExchange";

    private static readonly Dictionary<string, string[]> Map = ReadMap();

    /// <summary>Public and internal types by room, to recognise names such as <c>Orders.OrderRules</c> that need no using line.</summary>
    private static readonly ILookup<string, string> Types = typeof(CustomerId).Assembly.GetTypes()
        .Where(type => type.Namespace?.StartsWith("NexusGo.FileExchange.", StringComparison.Ordinal) == true)
        .ToLookup(type => RoomOf(type.Namespace!["NexusGo.FileExchange.".Length..].Replace('.', '/')), type => type.Name.Split('`')[0]);

    [Fact]
    public void Every_room_is_on_the_map_and_says_what_it_is_for()
    {
        var rooms = Directory.EnumerateDirectories(Repository.PathOf(Library)).Select(path => Path.GetFileName(path))
            .Where(name => name is not ("bin" or "obj")).Order().ToArray();

        Assert.Equal(rooms, Map.Keys.Where(room => !room.Contains('/', StringComparison.Ordinal)).Order());
        Assert.All(Map.Keys,
            room => Assert.True(File.Exists(Repository.PathOf($"{Library}/{room}/README.md")), $"{room} has no README.md"));
    }

    [Fact]
    public void The_map_has_no_circle()
    {
        var below = new HashSet<string>();
        foreach (var (room, imports) in Map)
        {
            Assert.All(imports, import => Assert.Contains(import, below));
            below.Add(room);
        }
    }

    [Fact]
    public void Rooms_import_only_what_the_map_allows()
    {
        var wrong = new List<string>();
        foreach (var file in Sources(Library))
        {
            var parts = Path.GetRelativePath(Repository.PathOf(Library), file).Split('/');
            var own = RoomOf(string.Join('/', parts[..^1]));
            var allowed = own.Length == 0 ? [.. Map.Keys.Where(room => room != "Adapters")] : Map[own].Append(own).ToArray();
            wrong.AddRange(RoomsNamedIn(File.ReadAllText(file)).Except(allowed).Select(room => $"{string.Join('/', parts)} names {room}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_the_adapter_of_the_database_names_its_driver()
    {
        var wrong = Sources(Library)
            .Where(file => !file.Contains("/Adapters/Postgres/", StringComparison.Ordinal) && Driver().IsMatch(File.ReadAllText(file)));

        Assert.Empty(wrong.Select(file => Path.GetRelativePath(Repository.PathOf(Library), file)));
    }

    [Fact]
    public void Nothing_lies_flat_in_the_adapter_of_the_database() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.PathOf($"{Library}/Adapters/Postgres"), "*.cs"));

    [Theory]
    [InlineData("using NexusGo.FileExchange.Orders;", "Orders")]
    [InlineData("using NexusGo.FileExchange.Inbound.Text;", "Inbound/Text")]
    [InlineData("using NexusGo.FileExchange.Inbound;", "Inbound")]
    [InlineData("var rules = NexusGo.FileExchange.Orders.OrderRules.Compile(profile);", "Orders")]
    [InlineData("/// <see cref=\"Customers.CustomerId\"/>", "Customers")]
    [InlineData("profile.Customers.CustomerId", "")]
    [InlineData("Add(\"Orders.DeclaredColumns\")", "")]
    public void Imports_are_found_in_every_form(string code, string room) => Assert.Equal(room, string.Concat(RoomsNamedIn(code)));

    private static IEnumerable<string> RoomsNamedIn(string code)
    {
        var full = FullName().Matches(code).Select(match => RoomOf(match.Groups[1].Value.Replace('.', '/'))).Where(Map.ContainsKey);
        var partial = PartialName().Matches(code).Where(match => Types[match.Groups[1].Value].Contains(match.Groups[2].Value))
            .Select(match => match.Groups[1].Value);
        return full.Concat(partial).Distinct();
    }

    /// <summary>The room of the map that a folder belongs to: the folder itself where it is one, else the folder around it.</summary>
    private static string RoomOf(string folder)
    {
        var parts = folder.Split('/');
        return parts.Length > 1 && Map.ContainsKey($"{parts[0]}/{parts[1]}") ? $"{parts[0]}/{parts[1]}" : parts[0];
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    private static Dictionary<string, string[]> ReadMap()
    {
        var text = Repository.Read("src/README.md");
        var table = text.Split("<!-- rooms -->")[1].Split("<!-- /rooms -->")[0];
        return MapRow().Matches(table).ToDictionary(row => row.Groups[1].Value,
            row => row.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => name != "–").ToArray());
    }

    [GeneratedRegex(@"NexusGo\.FileExchange\.([A-Z]\w*(?:\.[A-Z]\w*)?)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"\bNpgsql\b")]
    private static partial Regex Driver();

    [GeneratedRegex(@"(?<![\w.])([A-Z]\w*)\.([A-Z]\w*)")]
    private static partial Regex PartialName();

    [GeneratedRegex(@"^\| `([\w/]+)` \|[^|]*\| ([^|]*) \|$", RegexOptions.Multiline)]
    private static partial Regex MapRow();
}
