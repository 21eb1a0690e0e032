namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>What the engines need of the machine.</summary>
public sealed record RemoteFolderFactoryOptions
{
    /// <summary>
    /// A private folder (0700) for short-lived files of connection attempts; created when it is missing. Must allow programs to be run from
    /// it when passwords are used.
    /// </summary>
    public required string RunDirectory { get; init; }

    /// <summary>
    /// Program and first arguments that answer a password prompt given as last argument; see <see cref="AskPass"/>. The default is this
    /// very program with the verb <see cref="AskPass.Verb"/>.
    /// </summary>
    public IReadOnlyList<string> AskPassCommand { get; init; } = ThisProgram();

    private static IReadOnlyList<string> ThisProgram()
    {
        var program = Environment.ProcessPath ?? "nexusgo-fx";
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? [program, Environment.GetCommandLineArgs()[0], AskPass.Verb]
            : [program, AskPass.Verb];
    }
}
