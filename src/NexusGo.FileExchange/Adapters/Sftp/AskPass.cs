namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// What ssh runs when it needs a password or a passphrase (SSH_ASKPASS of ssh(1)). The secret is read from a file named in the environment;
/// it never stands in an argument or an environment variable itself.
/// </summary>
public static class AskPass
{
    /// <summary>The worker's hidden verb.</summary>
    public const string Verb = "askpass";

    /// <summary>In the place of a path: the secret is in the environment variable named behind it.</summary>
    public const string VariablePrefix = "env:";

    public const string PasswordFileVariable = "NEXUSGO_PASSWORD_FILE";
    public const string PassphraseFileVariable = "NEXUSGO_PASSPHRASE_FILE";

    /// <summary>Answers one prompt on <paramref name="answer"/>.</summary>
    /// <param name="prompt">What ssh asks, its first argument.</param>
    /// <param name="answer">Standard output.</param>
    /// <returns>Exit code: 0 = answered; 1 = this prompt has no answer, such as a demand for a new password.</returns>
    public static int Run(string prompt, TextWriter answer)
    {
        var isPassphrase = prompt.StartsWith("Enter passphrase for ", StringComparison.Ordinal);
        var file = Environment.GetEnvironmentVariable(isPassphrase ? PassphraseFileVariable : PasswordFileVariable);
        if (string.IsNullOrEmpty(file) || !(isPassphrase || AsksForPassword(prompt)))
        {
            return 1;
        }

        try
        {
            answer.WriteLine(file.StartsWith(VariablePrefix, StringComparison.Ordinal)
                ? Environment.GetEnvironmentVariable(file[VariablePrefix.Length..]) ?? ""
                : File.ReadLines(file).FirstOrDefault() ?? "");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 1;
        }
    }

    /// <summary>A server words keyboard-interactive prompts as it likes; only those that want a change or a "yes" are told apart.</summary>
    private static bool AsksForPassword(string prompt) =>
        !prompt.Contains("new password", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("old password", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("retype", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("yes/no", StringComparison.OrdinalIgnoreCase);
}
