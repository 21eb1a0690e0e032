using System.CommandLine;
using NexusGo.FileExchange.Adapters.Sftp;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// What ssh calls for a password or passphrase (SSH_ASKPASS): prints the secret that the engine named in the environment.
/// </summary>
internal static class AskPassCommand
{
    public static Command Create()
    {
        // ssh adds its question as one argument; a server may word it as it likes.
        var question = new Argument<string[]>("question") { Arity = ArgumentArity.ZeroOrMore, CaptureRemainingTokens = true };
        var command = new Command(AskPass.Verb, "Answers ssh's question for a secret.") { question };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed => AskPass.Run(string.Join(' ', parsed.GetValue(question) ?? []), Console.Out));
        return command;
    }
}
