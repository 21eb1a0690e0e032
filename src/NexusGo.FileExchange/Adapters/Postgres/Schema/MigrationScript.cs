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
            -- An owner without CREATEROLE needs the four roles to be there; an administrator makes them once (install/README.md).
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
            script.Append(CultureInfo.InvariantCulture, $"""

                select format('grant %I to %I', role.rolname, login.rolname) from pg_roles role, pg_roles login
                where role.rolname in ('{string.Join("', '", WorkerRights.Roles)}')
                    and login.rolname = '{workerLogin.Replace("'", "''", StringComparison.Ordinal)}'
                    and not pg_has_role(login.oid, role.oid, 'member')
                \gexec

                """);
        }

        return script.ToString();
    }
}
