using NexusGo.FileExchange.Adapters.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>Which of ssh's questions get which secret.</summary>
public sealed class AskPassTests : IDisposable
{
    private const string Key = "/etc/keys/acme";
    private readonly string folder = Directory.CreateTempSubdirectory("nxfx-askpass-").FullName;

    public AskPassTests()
    {
        Environment.SetEnvironmentVariable(AskPass.PasswordFileVariable, Write("password", "the password"));
        Environment.SetEnvironmentVariable(AskPass.PassphraseFileVariable, Write("passphrase", "the passphrase"));
        Environment.SetEnvironmentVariable(AskPass.KeyFileVariable, Key);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(AskPass.PasswordFileVariable, null);
        Environment.SetEnvironmentVariable(AskPass.PassphraseFileVariable, null);
        Environment.SetEnvironmentVariable(AskPass.KeyFileVariable, null);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Ssh_asking_for_our_own_key_gets_its_passphrase() =>
        Assert.Equal((0, "the passphrase\n"), Ask($"Enter passphrase for key '{Key}': "));

    [Theory]
    [Trait("Attack", "20.9 a server asks for the passphrase of our SSH key")]
    [InlineData("(bureau@sftp.example) Enter passphrase for key '/etc/keys/acme': ")]
    [InlineData("Enter passphrase for key '/etc/keys/other': ")]
    [InlineData("Enter passphrase for your account: ")]
    [InlineData("Enter passphrase for key '/etc/keys/acme': and your password: ")]
    [InlineData("bureau@sftp.example's password: ")]
    public void A_servers_prompt_never_gets_a_keys_passphrase(string prompt) =>
        Assert.DoesNotContain("passphrase", Ask(prompt).Answer, StringComparison.Ordinal);

    [Theory]
    [InlineData("(bureau@sftp.example) New password: ")]
    [InlineData("Retype new password: ")]
    [InlineData("Are you sure you want to continue connecting (yes/no)? ")]
    public void What_asks_for_something_else_gets_nothing(string prompt) => Assert.Equal((1, ""), Ask(prompt));

    private static (int Code, string Answer) Ask(string prompt)
    {
        using var answer = new StringWriter { NewLine = "\n" };
        return (AskPass.Run(prompt, answer), answer.ToString());
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content + "\n");
        return path;
    }
}
