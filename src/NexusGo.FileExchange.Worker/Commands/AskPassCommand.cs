using System.CommandLine;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// What ssh calls for a password or passphrase (SSH_ASKPASS). Prints the first line of the secret that <see cref="Variable"/> names;
/// the secret itself never stands on a command line or in the environment of ssh, unless the operator chose <c>env:NAME</c>.
/// </summary>
internal static class AskPassCommand
{
    public const string Variable = "NEXUSGO_ASKPASS_FILE";

    public static Command Create()
    {
        // ssh adds its question as an argument; it may start with anything.
        var question = new Argument<string[]>("question") { Arity = ArgumentArity.ZeroOrMore, CaptureRemainingTokens = true };
        var command = new Command("askpass", "Answers ssh's question for a secret.") { question };
        command.Hidden = true;
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(_ => Run(Console.Out));
        return command;
    }

    internal static int Run(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } source)
        {
            Console.Error.WriteLine($"{Variable} is not set.");
            return ExitCodes.Secret;
        }

        output.WriteLine(Secrets.Read(source));
        return ExitCodes.Ok;
    }
}
