namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// initdb, the worker's login and the database, all in a folder beside the final one, which appears by a rename: a crash at any point
/// leaves either nothing or a whole cluster.
/// </summary>
internal static class ClusterCreation
{
    public static async Task RunAsync(
        DataFolder folder, PostgresPrograms programs, ServerUser user, bool isDurable, CancellationToken cancellationToken)
    {
        DataFolder.Delete(folder.Unfinished);
        await user.CreateFolderAsync(folder.Unfinished, cancellationToken);

        // "trust": the socket's folder lets in nobody but the worker and root, and there is no network.
        List<string> arguments =
        [
            $"--pgdata={folder.Unfinished}", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=trust",
            $"--username={PrivatePostgres.OwnerLogin}", "--no-instructions",
        ];
        if (!isDurable)
        {
            arguments.Add("--no-sync");
        }

        await RunAsAsync(user, programs.Initdb, arguments, null, cancellationToken);

        // The single-user server reads one command a line and ends at the first error.
        await RunAsAsync(
            user, programs.Postgres,
            ["--single", "-D", folder.Unfinished, "-c", "exit_on_error=on", .. isDurable ? [] : (string[])["-F"], "postgres"],
            $"create role {PrivatePostgres.WorkerLogin} login noinherit;\ncreate database {PrivatePostgres.DatabaseName};\n",
            cancellationToken);

        DataFolder.Delete(folder.Actual);
        Directory.Move(folder.Unfinished, folder.Actual);
    }

    private static Task<string> RunAsAsync(ServerUser user, string program, IEnumerable<string> arguments, string? input,
        CancellationToken cancellationToken)
    {
        var command = user.Wrap(program, arguments, endsWithUs: false);
        return SystemProgram.RunAsync(command[0], command.Skip(1), cancellationToken, input);
    }
}
