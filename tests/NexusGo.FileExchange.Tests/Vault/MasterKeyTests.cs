using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Vault;

public sealed class MasterKeyTests : IDisposable
{
    private const string Setting = "FileExchange:Vault:MasterKeyFile";
    private const string Hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private const string Base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly string directory = Directory.CreateTempSubdirectory("nexusgo-masterkey-").FullName;

    private string FilePath => Path.Combine(directory, "master.key");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task Hexadecimal_and_base64_mean_the_same_key()
    {
        var store = new InMemoryCustomerKeyStore();
        foreach (var text in (string[])[Hex, Hex.ToUpperInvariant() + "\n", " " + Base64 + "\r\n"])
        {
            Write(text);
            using var vault = new KeyVault(
                MasterKeyFile.Read(FilePath, Setting), store, TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<KeyVault>.Instance);
            Assert.Equal(TestVault.Acme, (await vault.OpenAsync(TestVault.Acme, default)).Customer);
        }

        Assert.Equal(3, store.All.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("000102030405060708090a0b0c0d0e0f")]
    [InlineData(Hex + "00")]
    [InlineData(Hex + " " + Hex)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")]
    [InlineData("zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    public void Anything_else_is_refused_naming_file_and_setting_but_not_the_text(string text)
    {
        Write(text);

        var refused = Assert.Throws<FileExchangeException>(() => MasterKeyFile.Read(FilePath, Setting));

        Assert.Equal(FailureReason.SecretUnavailable, refused.Reason);
        Assert.Contains(FilePath, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Setting, refused.Message, StringComparison.Ordinal);
        Assert.True(text.Length == 0 || !refused.ToString().Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_may_touch_is_refused_with_the_command_that_helps(UnixFileMode more)
    {
        Write(Hex);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        var refused = Assert.Throws<FileExchangeException>(() => MasterKeyFile.Read(FilePath, Setting));

        Assert.Contains($"chmod 600 {FilePath}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_naming_the_setting()
    {
        var refused = Assert.Throws<FileExchangeException>(() => MasterKeyFile.Read(FilePath, Setting));

        Assert.Contains(Setting, refused.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_created_file_is_private_readable_and_never_replaced()
    {
        MasterKeyFile.CreateIfMissing(FilePath, Setting);
        var text = File.ReadAllText(FilePath);
        MasterKeyFile.CreateIfMissing(FilePath, Setting);

        Assert.Equal(text, File.ReadAllText(FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        Assert.Single(Directory.GetFiles(directory));
        MasterKeyFile.Read(FilePath, Setting).Dispose();
    }

    [Fact]
    [Trait("Attack", "20.9 a secret in the environment reaches the command that prints the master key")]
    public async Task A_command_inherits_nothing_of_our_environment_but_its_home_and_credentials()
    {
        Environment.SetEnvironmentVariable("NEXUSGO_SECRET_OF_SOMEBODY_ELSE", "x");

        using var key = await MasterKeyCommand.RunAsync(
            $"test -z \"$NEXUSGO_SECRET_OF_SOMEBODY_ELSE\" && test -n \"$HOME\" && printf %s {Hex}", Setting, null, TimeProvider.System,
            default);
    }

    [Fact]
    public async Task A_command_may_print_the_key()
    {
        using var key = await MasterKeyCommand.RunAsync($"printf %s {Hex}", Setting, null, TimeProvider.System, default);

        Assert.Contains(Setting, key.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("printf nonsense", "does not hold a master key")]
    [InlineData($"printf %s {Hex}; exit 3", "exit code 3")]
    [InlineData("yes", "does not hold a master key")]
    public async Task A_command_that_fails_or_prints_no_key_is_refused(string command, string because)
    {
        var running = MasterKeyCommand.RunAsync(command, Setting, null, TimeProvider.System, default).WaitAsync(TimeSpan.FromSeconds(30));

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => running);

        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Hex, refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_start_kills_the_command()
    {
        using var stop = new CancellationTokenSource();
        var running = MasterKeyCommand.RunAsync("sleep 60", Setting, null, TimeProvider.System, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private void Write(string text)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
