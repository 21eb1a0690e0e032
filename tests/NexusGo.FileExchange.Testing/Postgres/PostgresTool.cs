using System.Diagnostics;
using System.Globalization;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;
using Xunit;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>Runs PostgreSQL's own client programs on a test's database, as its owner.</summary>
public static class PostgresTool
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task RunAsync(PostgresFixture database, string program, params string[] arguments) =>
        RunOnAsync(database.OwnerConnectionString, database.DatabaseName, program, arguments);

    /// <summary>Runs a program on the database of a connection string.</summary>
    public static Task RunAsync(string ownerConnectionString, string program, params string[] arguments) => RunOnAsync(
        ownerConnectionString, new NpgsqlConnectionStringBuilder(ownerConnectionString).Database!, program, arguments);

    /// <summary>Runs a script by psql in one transaction; the first error ends it.</summary>
    public static Task RunScriptAsync(string ownerConnectionString, string file) => RunAsync(ownerConnectionString, "psql",
        "--quiet", "--output", "/dev/null", "--set", "ON_ERROR_STOP=1", "--single-transaction", "--file", file);

    private static async Task RunOnAsync(string ownerConnectionString, string database, string program, string[] arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(ownerConnectionString);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"], start.Environment["PGDATABASE"]) =
            (connection.Host, PrivatePostgres.Port.ToString(CultureInfo.InvariantCulture), connection.Username, database);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Longest);
        var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, errors);
    }
}
