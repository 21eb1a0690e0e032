using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// One numbered step of the schema, forward only. Once released its text never changes: the checksum is compared at every migrate.
/// </summary>
public sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text with line feeds alone, so that a checkout's line ends do not matter; lower-case hexadecimal.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public override string ToString() => $"{Number:0000}_{Name}";

    /// <summary>The steps embedded in an assembly as <c>….Migrations.NNNN_name.sql</c>, in order.</summary>
    /// <exception cref="InvalidOperationException">A bug of the build: the numbers do not run 1, 2, 3, ….</exception>
    public static IReadOnlyList<Migration> FromAssembly(Assembly assembly)
    {
        var migrations = assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Match: ResourceName().Match(resource)))
            .Where(found => found.Match.Success)
            .Select(found => new Migration(
                int.Parse(found.Match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), found.Match.Groups[2].Value,
                Read(assembly, found.Resource)))
            .OrderBy(migration => migration.Number)
            .ToList();
        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Number != i + 1)
            {
                throw new InvalidOperationException(
                    $"Migrations must be numbered 1, 2, 3, … without gaps; {migrations[i]} is in place {i + 1}.");
            }
        }

        return migrations;
    }

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\.Migrations\.(\d{4})_([a-z0-9_]+)\.sql$")]
    private static partial Regex ResourceName();
}
