using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// What the login that owns the tables may do on its server. Compared with what the migrations need before the first of them runs, because
/// an administrator needs the whole list and not one refusal after the other.
/// </summary>
internal sealed record OwnerRights
{
    /// <summary>PostgreSQL lets only superusers give BYPASSRLS before this version.</summary>
    private const int FirstServerThatSharesBypass = 16;

    public required string Login { get; init; }

    public required string Database { get; init; }

    /// <summary>Major version of the server.</summary>
    public required int Server { get; init; }

    public required bool IsSuperuser { get; init; }

    /// <summary>CREATEROLE.</summary>
    public required bool MakesRoles { get; init; }

    /// <summary>BYPASSRLS of its own.</summary>
    public required bool BypassesRowSecurity { get; init; }

    /// <summary>CREATE on the database.</summary>
    public required bool MakesSchemas { get; init; }

    /// <summary>Roles of <see cref="WorkerRights.Roles"/> that the server has not.</summary>
    public required IReadOnlyList<string> MissingRoles { get; init; }

    /// <summary>The worker's login; null: somebody else grants it the roles.</summary>
    public required string? WorkerLogin { get; init; }

    /// <summary>Roles that are there, that the worker's login lacks, and that this login may not grant.</summary>
    public required IReadOnlyList<string> Ungrantable { get; init; }

    /// <summary>The statements that an administrator has to run first; empty: nothing is lacking.</summary>
    public IReadOnlyList<string> Lacking()
    {
        var unmakeable = MissingRoles.Where(role => !CanMake(role)).ToList();
        var statements = unmakeable.Select(role => $"create role {role} nologin{(role == WorkerRights.IntakeRole ? " bypassrls" : "")};")
            .ToList();
        if (!IsSuperuser && !MakesSchemas)
        {
            statements.Insert(0, $"grant create on database {Quote(Database)} to {Quote(Login)};");
        }

        if (WorkerLogin is { } worker && Ungrantable.Concat(unmakeable).ToList() is { Count: > 0 } roles)
        {
            statements.Add($"grant {string.Join(", ", roles)} to {Quote(worker)};");
        }

        return statements;
    }

    private bool CanMake(string role) => IsSuperuser
        || (MakesRoles && (role != WorkerRights.IntakeRole || (Server >= FirstServerThatSharesBypass && BypassesRowSecurity)));

    public static async Task<OwnerRights> ReadAsync(NpgsqlConnection connection, string? workerLogin, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select current_user::text, current_database()::text, me.rolsuper, me.rolcreaterole, me.rolbypassrls,
                has_database_privilege(current_database(), 'create'),
                array(select r from unnest($1) r where not exists (select from pg_roles there where there.rolname = r)),
                array(select role.rolname::text from pg_roles role, pg_roles worker
                    where role.rolname = any($1) and worker.rolname = $2 and not pg_has_role(worker.oid, role.oid, 'member')
                        and not (me.rolsuper or me.rolcreaterole and $3 < 16 or pg_has_role(role.oid, 'member with admin option')))
            from pg_roles me where me.rolname = current_user
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = WorkerRights.Roles });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = workerLogin ?? "" });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = connection.PostgreSqlVersion.Major });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new OwnerRights
        {
            Login = reader.GetString(0),
            Database = reader.GetString(1),
            Server = connection.PostgreSqlVersion.Major,
            IsSuperuser = reader.GetBoolean(2),
            MakesRoles = reader.GetBoolean(3),
            BypassesRowSecurity = reader.GetBoolean(4),
            MakesSchemas = reader.GetBoolean(5),
            MissingRoles = reader.GetFieldValue<string[]>(6),
            WorkerLogin = string.IsNullOrEmpty(workerLogin) ? null : workerLogin,
            Ungrantable = reader.GetFieldValue<string[]>(7),
        };
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
