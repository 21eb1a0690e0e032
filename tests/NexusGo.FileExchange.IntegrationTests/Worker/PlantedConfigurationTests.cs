using System.Text.Json;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>
/// Somebody plants a configuration whose master key is printed by a program of theirs, and waits until an operator runs a verb.
/// </summary>
public sealed class PlantedConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-planted-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    [Trait("Attack", "20.1 a folder config planted where an operator stands, with a program in it")]
    public async Task Nasty90_a_configuration_in_the_current_folder_is_not_taken()
    {
        Plant(Path.Combine(folder, "config"));

        var verb = await WorkerVerb.InFolderAsync(folder, "retention", "plan");

        Assert.False(WasRun, verb.Errors);
        Assert.DoesNotContain(folder, verb.Errors, StringComparison.Ordinal);
        Assert.NotEqual(ExitCodes.Ok, verb.ExitCode);
    }

    [Theory]
    [Trait("Attack", "20.1 a configuration that others may write to, with a program in it")]
    [InlineData("config/appsettings.json", "666")]
    [InlineData("config", "777")]
    [InlineData(".", "777")]
    public async Task Nasty90_a_configuration_that_others_may_change_is_refused_with_its_path(string path, string mode)
    {
        var config = Path.Combine(folder, "config");
        Plant(config);
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(Path.GetFullPath(path, folder), (UnixFileMode)Convert.ToInt32(mode, 8));

        var verb = await WorkerVerb.RunAsync("retention", "plan", "--config", config);

        Assert.False(WasRun, verb.Errors);
        Assert.Equal(ExitCodes.Untrusted, verb.ExitCode);
        Assert.Contains($"chmod go-w {Path.GetFullPath(path, folder)}", verb.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Attack", "20.1 a customer's file that others may write to")]
    [InlineData("customers/ACME.json", "666")]
    [InlineData("customers", "777")]
    [InlineData("production.json", "622")]
    public async Task Nasty90_a_profile_that_others_may_change_is_a_problem_with_its_path(string path, string mode)
    {
        var config = Path.Combine(folder, "config");
        Plant(config);
        File.WriteAllText(Path.Combine(config, "customers", "ACME.json"), "{ }");
        File.WriteAllText(Path.Combine(config, "production.json"), "{ }");
        File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(Path.Combine(config, path), (UnixFileMode)Convert.ToInt32(mode, 8));

        var verb = await WorkerVerb.RunAsync("check-config", "--config", config);

        Assert.Equal(ExitCodes.Configuration, verb.ExitCode);
        Assert.Contains($"chmod go-w {Path.Combine(config, path)}", verb.Output, StringComparison.Ordinal);
    }

    private bool WasRun => File.Exists(Path.Combine(folder, "was-run"));

    private void Plant(string config)
    {
        Directory.CreateDirectory(Path.Combine(config, "customers"));
        File.WriteAllText(Path.Combine(config, "appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new
            {
                DataDirectory = Path.Combine(folder, "data"),
                RunDirectory = Path.Combine(folder, "run"),
                Vault = new { MasterKeyCommand = $"touch '{Path.Combine(folder, "was-run")}'" },
            },
        }));
    }
}
