using NexusGo.FileExchange.Benchmarks.Measuring;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Benchmarks.Import;

/// <summary>
/// What a script would do instead: sftp get, then psql \copy into one plain table with the file's columns, a primary key and one unique
/// index. It checks and encrypts nothing, and answers nobody.
/// </summary>
internal sealed class PlainImport(BenchArea area, BenchDatabase server, string database)
{
    private static readonly string[] Columns = ReadColumns();

    public static async Task<PlainImport> CreateAsync(BenchArea area, BenchDatabase server)
    {
        var database = await server.CreateAsync();
        await server.ExecuteAsync(database, $"""
            create table plain (
                id uuid not null default gen_random_uuid(),
                {string.Join(", ", Columns.Select(c => c + " text"))},
                constraint pk_plain primary key (id),
                constraint uq_plain_ref unique (customer_ref)
            )
            """);
        return new PlainImport(area, server, database);
    }

    /// <summary>Empties the table again.</summary>
    public Task EmptyAsync() => server.ExecuteAsync(database, "truncate plain");

    public async Task RunAsync(string remoteFile)
    {
        var local = area.LocalPath("plain.csv");
        await area.SftpAsync($"get {remoteFile} {local}\n");
        await Shell.RunAsync("psql", [.. server.PsqlArguments(database), "-c",
            $"\\copy plain ({string.Join(", ", Columns)}) from '{local}' with (format csv, header, delimiter ';')"]);
    }

    /// <summary>The same with a message of OpenPGP: fetched, then decrypted into the copy.</summary>
    public async Task RunSealedAsync(string remoteFile, string gpgHome)
    {
        var local = area.LocalPath("plain.csv.pgp");
        await area.SftpAsync($"get {remoteFile} {local}\n");
        var copy = $"\\copy plain ({string.Join(", ", Columns)}) from pstdin with (format csv, header, delimiter ';')";
        await Shell.RunAsync("bash",
            ["-c", "set -o pipefail; home=$1; file=$2; copy=$3; shift 3; gpg --homedir \"$home\" --batch -q --trust-model always "
            + "--decrypt \"$file\" | psql \"$@\" -c \"$copy\"",
            "bench", gpgHome, local, copy, .. server.PsqlArguments(database)]);
    }

    public async Task ExpectRowsAsync(long rows)
    {
        var found = await server.QueryAsync<long>(database, "select count(*) from plain");
        if (found != rows)
        {
            throw new InvalidOperationException($"psql did not do its work: {rows} rows expected, {found} found.");
        }
    }

    private static string[] ReadColumns()
    {
        using var header = new StreamReader(new MemoryStream(OrderFileGenerator.Bytes(0)));
        return header.ReadLine()!.Split(';');
    }
}
