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

    public static async Task RunAsync(PostgresFixture database, string program, params string[] arguments)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"], start.Environment["PGDATABASE"]) =
            (connection.Host, PrivatePostgres.Port.ToString(CultureInfo.InvariantCulture), connection.Username, database.DatabaseName);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Longest);
        var errors = await process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        Assert.True(process.ExitCode == 0, errors);
    }
}
