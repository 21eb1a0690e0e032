namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// What ssh runs when it needs a password or a passphrase (SSH_ASKPASS of ssh(1)). The secret is read from a file named in the environment;
/// it never stands in an argument or an environment variable itself.
/// </summary>
public static class AskPass
{
    /// <summary>The worker's hidden verb.</summary>
    public const string Verb = "askpass";

    public const string PasswordFileVariable = "NEXUSGO_PASSWORD_FILE";
    public const string PassphraseFileVariable = "NEXUSGO_PASSPHRASE_FILE";

    /// <summary>Path of the private key, as ssh names it when it asks for the passphrase.</summary>
    public const string KeyFileVariable = "NEXUSGO_KEY_FILE";

    private const int LongestKeyFile = 100;

    /// <summary>Answers one prompt on <paramref name="answer"/>.</summary>
    /// <param name="prompt">What ssh asks, its first argument.</param>
    /// <param name="answer">Standard output.</param>
    /// <returns>Exit code: 0 = answered; 1 = this prompt has no answer, such as a demand for a new password.</returns>
    public static int Run(string prompt, TextWriter answer)
    {
        var isPassphrase = IsForKey(prompt);
        var file = Environment.GetEnvironmentVariable(isPassphrase ? PassphraseFileVariable : PasswordFileVariable);
        if (string.IsNullOrEmpty(file) || !(isPassphrase || AsksForPassword(prompt)))
        {
            return 1;
        }

        try
        {
            answer.WriteLine(file.StartsWith(SecretFile.VariablePrefix, StringComparison.Ordinal)
                ? Environment.GetEnvironmentVariable(file[SecretFile.VariablePrefix.Length..]) ?? ""
                : File.ReadLines(file).FirstOrDefault() ?? "");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 1;
        }
    }

    /// <summary>
    /// ssh's own question, word for word, for our own key. A server words its prompts as it likes and must not get the passphrase by any of
    /// them; ssh puts "(user@host) " in front of those since version 8.5, and cuts the path of a key at a hundred bytes.
    /// </summary>
    private static bool IsForKey(string prompt) =>
        Environment.GetEnvironmentVariable(KeyFileVariable) is { Length: > 0 } file
        && prompt.TrimEnd() == $"Enter passphrase for key '{(file.Length > LongestKeyFile ? file[..LongestKeyFile] : file)}':";

    /// <summary>A server words keyboard-interactive prompts as it likes; only those that want a change or a "yes" are told apart.</summary>
    internal static bool AsksForPassword(string prompt) =>
        !prompt.Contains("new password", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("old password", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("retype", StringComparison.OrdinalIgnoreCase)
        && !prompt.Contains("yes/no", StringComparison.OrdinalIgnoreCase);
}
