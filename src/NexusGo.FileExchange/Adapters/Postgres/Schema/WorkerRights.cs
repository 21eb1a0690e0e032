using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Lets the worker's login step into the worker's roles. The roles themselves are made by the migrations.</summary>
internal static class WorkerRights
{
    /// <summary>The role that needs BYPASSRLS.</summary>
    public const string IntakeRole = "nexusgo_intake";

    /// <summary>Roles of the whole server, made by the first migration where nobody has made them before.</summary>
    public static readonly string[] Roles = ["nexusgo_worker", IntakeRole, "nexusgo_production", "nexusgo_page"];

    public static async Task GrantAsync(NpgsqlConnection connection, string? workerLogin, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(workerLogin))
        {
            return;
        }

        // A superuser is a member of everything, and so is skipped; asking first also spares an owner without the right to grant.
        await using var command = new NpgsqlCommand(
            """
            select string_agg(format('grant %I to %I', role.rolname, login.rolname), '; ')
            from pg_roles role, pg_roles login
            where role.rolname = any($2) and login.rolname = $1
              and not pg_has_role(login.oid, role.oid, 'member')
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = workerLogin });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Roles });
        if (await command.ExecuteScalarAsync(cancellationToken) is string grants)
        {
            await using var grant = new NpgsqlCommand(grants, connection);
            await grant.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
