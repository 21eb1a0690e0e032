using System.Text.Json;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Demo;

/// <summary>A sample file and what its receipt should say: receipt columns by name.</summary>
internal sealed record DemoSample(string Name, IReadOnlyDictionary<string, string> Expected)
{
    /// <summary>Its answer depends on another sample having been answered: same content, or rows known already.</summary>
    public bool ComesLater => Expected.GetValueOrDefault("file_status") == "DUPLICATE"
        || Expected.GetValueOrDefault("rows_unchanged", "0") != "0"
        || Expected.ContainsKey("after");

    /// <summary>
    /// What of a receipt is not as expected, as "column: expected, got"; columns that nothing is expected of are not looked at.
    /// </summary>
    public IEnumerable<string> Differences(IReadOnlyDictionary<string, string> receipt) => Expected
        .Where(expected => receipt.TryGetValue(expected.Key, out var actual) && actual != expected.Value)
        .Select(expected => $"{expected.Key} should be {Show(expected.Value)}, is {Show(receipt[expected.Key])}");

    private static string Show(string value) => value.Length == 0 ? "empty" : value;
}

/// <summary>The folder samples/orders: files to drop, and expected.json.</summary>
internal sealed class DemoSamples
{
    private DemoSamples(string folder, IReadOnlyList<DemoSample> samples, IReadOnlyList<string> companions)
    {
        Folder = folder;
        Samples = samples;
        Companions = companions;
    }

    public string Folder { get; }

    /// <summary>Files that get a receipt, in the order of their names.</summary>
    public IReadOnlyList<DemoSample> Samples { get; }

    /// <summary>Markers and control files that go before their data file.</summary>
    public IReadOnlyList<string> Companions { get; }

    /// <summary>The option, else samples/orders of this folder or of any folder above it or above the program.</summary>
    public static string FindFolder(string? option)
    {
        if (option is not null)
        {
            return Path.GetFullPath(option);
        }

        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, "samples", "orders");
                if (File.Exists(Path.Combine(candidate, "expected.json")))
                {
                    return candidate;
                }
            }
        }

        throw new FileExchangeException(FailureReason.SpoolUnavailable, isTransient: false,
            "The folder samples/orders was not found; name it with --samples.");
    }

    public static DemoSamples Read(string folder)
    {
        var expected = ReadExpected(Path.Combine(folder, "expected.json"));
        var names = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray();
        var companions = names.Where(name => Path.GetExtension(name) is ".ctl" or ".done").ToArray();
        return new DemoSamples(folder, [.. names.Where(expected.ContainsKey).Select(name => new DemoSample(name, expected[name]))],
            companions);
    }

    /// <summary>
    /// An object by file name, or a list of objects with <c>file</c>; counts may stand in an object <c>counts</c> without their prefix.
    /// </summary>
    internal static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ReadExpected(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var root = json.RootElement;
        if (root.ValueKind == JsonValueKind.Object
            && (root.TryGetProperty("files", out var files) || root.TryGetProperty("samples", out files)))
        {
            root = files;
        }

        var found = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (root.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in root.EnumerateArray())
            {
                found[entry.GetProperty("file").GetString()!] = Columns(entry);
            }
        }
        else
        {
            foreach (var entry in root.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.Object))
            {
                found[entry.Name] = Columns(entry.Value);
            }
        }

        return found;
    }

    private static Dictionary<string, string> Columns(JsonElement entry)
    {
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in entry.EnumerateObject())
        {
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    columns[property.Name] = "";
                    break;
                case JsonValueKind.String or JsonValueKind.Number:
                    columns[property.Name] = property.Value.ToString();
                    break;
                case JsonValueKind.Object when property.Name == "counts":
                    foreach (var count in property.Value.EnumerateObject())
                    {
                        columns[count.Name.StartsWith("rows_", StringComparison.Ordinal) ? count.Name : $"rows_{count.Name}"] =
                            count.Value.ToString();
                    }

                    break;
            }
        }

        return columns;
    }
}
