using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The migrations as one script for psql, for a database administrator who lets no program change tables.</summary>
public static class MigrationScript
{
    /// <param name="migrations">All steps of the program.</param>
    /// <param name="workerLogin">The worker's login, which gets its roles; null: it is granted elsewhere.</param>
    public static string Of(IReadOnlyList<Migration> migrations, string? workerLogin)
    {
        var script = new StringBuilder("""
            -- Brings a database to the tables of this program. For psql, as the owner of the tables:
            --   psql --set ON_ERROR_STOP=1 --single-transaction --file THIS DATABASE
            -- The owner needs CREATEROLE, and on PostgreSQL 16 and later BYPASSRLS itself, to give it to nexusgo_intake; before 16
            -- that takes a superuser.
            -- Steps that the database has are passed over.

            """);
        script.Append(AppliedMigration.TableSql).Append('\n');
        foreach (var migration in migrations)
        {
            script.Append(CultureInfo.InvariantCulture, $"""

                select not exists (select from nexusgo_migration.applied where number = {migration.Number}) as is_missing \gset
                \if :is_missing
                {migration.Sql}
                insert into nexusgo_migration.applied (number, name, checksum, applied_at)
                    values ({migration.Number}, '{migration.Name}', '{migration.Checksum}', now());
                \endif

                """);
        }

        if (!string.IsNullOrEmpty(workerLogin))
        {
            var login = "\"" + workerLogin.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
            script.Append(CultureInfo.InvariantCulture, $"\ngrant nexusgo_worker, nexusgo_intake, nexusgo_production to {login};\n");
        }

        return script.ToString();
    }
}
