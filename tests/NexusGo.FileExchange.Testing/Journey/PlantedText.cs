using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Testing.Postgres;
using Xunit;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>
/// Texts that occur nowhere else, planted in files for the worker, and the search for them in everything it leaves behind.
/// </summary>
public sealed partial class PlantedText(params IReadOnlyList<string> texts)
{
    private readonly List<byte[]> needles =
        [.. texts.SelectMany(t => new[] { Encoding.UTF8.GetBytes(t), Encoding.Unicode.GetBytes(t), Encoding.Latin1.GetBytes(t) })];

    /// <summary>
    /// The rig's folders (spool, run-time files, the customer's area with its answers), the log, every table, the database's files.
    /// </summary>
    public async Task AssertNowhereAsync(ExchangeRig rig, PostgresFixture postgres)
    {
        foreach (var file in Directory.EnumerateFiles(rig.Folder, "*", SearchOption.AllDirectories))
        {
            AssertNotIn(Path.GetFileName(file), Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            if (!Path.GetFileName(file).StartsWith("S.gpg-agent", StringComparison.Ordinal)
                && !file.EndsWith(".lock", StringComparison.Ordinal))
            {
                AssertNotIn(file, await File.ReadAllBytesAsync(file));
            }
        }

        AssertNotIn("the log", Encoding.UTF8.GetBytes(string.Join('\n', rig.Log.Lines)));
        await AssertTablesCleanAsync(postgres);
        await AssertDataFilesCleanAsync(postgres);
    }

    public void AssertNotIn(string where, byte[] content) => AssertNotIn(where, content, needles);

    private static void AssertNotIn(string where, byte[] content, IReadOnlyList<byte[]> needles)
    {
        foreach (var needle in needles)
        {
            Assert.True(content.AsSpan().IndexOf(needle) < 0, $"a planted text stands in {where}");
        }
    }

    /// <summary>Bytes as PostgreSQL writes them, and identifiers: a few planted digits come in those by chance.</summary>
    [GeneratedRegex(@"\\x[0-9a-f]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex ByChance();

    public async Task AssertTablesCleanAsync(PostgresFixture postgres)
    {
        var tables = (await postgres.QueryAsOwnerAsync<string>("""
            select string_agg(format('%I.%I', table_schema, table_name), ' ')
            from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
            """))!.Split(' ');
        Assert.True(tables.Length > 12);
        var inHex = needles.ConvertAll(n => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(n)));
        foreach (var table in tables)
        {
            var content = (await postgres.QueryAsOwnerAsync<string>($"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t"))!;
            AssertNotIn(table, Encoding.UTF8.GetBytes(ByChance().Replace(content, "")));
            AssertNotIn(table + " (hexadecimal)", Encoding.UTF8.GetBytes(content), inHex);
        }
    }

    private async Task AssertDataFilesCleanAsync(PostgresFixture postgres)
    {
        await postgres.ExecuteAsOwnerAsync("checkpoint");
        var folder = await postgres.QueryAsOwnerAsync<string>("select current_setting('data_directory')");
        var files = Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories)
            .Where(f => f.Contains("/base/", StringComparison.Ordinal) || f.Contains("/pg_wal/", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 100);
        foreach (var file in files)
        {
            byte[] content;
            try
            {
                content = await File.ReadAllBytesAsync(file);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // Temporary files of other tests' databases come and go, and so do those databases.
                continue;
            }

            AssertNotIn(file, content);
        }
    }
}
