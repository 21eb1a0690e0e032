using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Commands.Configure;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>What an edited configuration would change against the one that a worker took at its start.</summary>
public sealed class ConfigDiffTests : IDisposable
{
    private readonly BrokenSetUp setUp = new();

    public void Dispose() => setUp.Dispose();

    [Fact]
    public void Without_an_edit_nothing_would_change()
    {
        StartWorker();

        Assert.Equal((ExitCodes.Ok, "Nothing would change.\n"), Diff());
    }

    [Fact]
    public void Where_no_worker_has_run_there_is_nothing_to_compare_with() => Assert.Equal(ExitCodes.NotFound, Diff().ExitCode);

    [Theory]
    [InlineData(BrokenSetUp.Acme, "\"Port\": 22", "\"Port\": 2022", "customers/ACME.json: changed\n  Remote.Port: 22 -> 2022\n")]
    [InlineData(BrokenSetUp.Acme, "\"10s\"", "\"1m\"", "customers/ACME.json: changed\n  Intake.PollInterval: 00:00:10 -> 00:01:00\n")]
    [InlineData(BrokenSetUp.Acme, "[ { \"Code\": \"ID-STD\"", "[ { \"Code\": \"VISITOR\" }, { \"Code\": \"ID-STD\"",
        "customers/ACME.json: changed\n  Products[VISITOR].Code: nothing -> VISITOR\n"
        + "  Products[VISITOR].MaxValidityDays: nothing -> 1826\n"
        + "  Products[VISITOR].RequiredColumns: nothing -> first_name, last_name\n")]
    [InlineData(BrokenSetUp.Settings, "\"MaxConcurrentJobs\": 8", "\"MaxConcurrentJobs\": 4",
        "appsettings.json: changed, from the worker's next start on\n  MaxConcurrentJobs: 8 -> 4\n")]
    public void Each_setting_that_differs_is_told_with_both_values(string file, string old, string with, string told)
    {
        StartWorker();
        setUp.Replace(file, old, with);

        Assert.Equal((ExitCodes.Ok, told), Diff());
    }

    [Fact]
    public void Customers_that_come_and_go_are_named()
    {
        StartWorker();
        setUp.Copy("BETA", "sftp.acme.example", "sftp.beta.example");
        File.Delete(setUp.PathOf(BrokenSetUp.Acme));

        var (_, told) = Diff();

        Assert.Contains("customers/ACME.json: removed: nothing is picked up any more", told, StringComparison.Ordinal);
        Assert.Contains("customers/BETA.json: new\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_problems_leaves_its_customer_as_it_is()
    {
        StartWorker();
        setUp.Replace(BrokenSetUp.Acme, "22", "70000");

        var (exitCode, told) = Diff();

        Assert.Equal(ExitCodes.Configuration, exitCode);
        Assert.Contains("customers/ACME.json: has problems: the customer goes on as it is\n", told, StringComparison.Ordinal);
    }

    [Fact]
    public void What_could_be_a_secret_is_only_said_to_differ()
    {
        StartWorker();
        setUp.Write("keys/hunter2", "x\n");
        setUp.Mode("keys/hunter2", "600");
        setUp.Replace(BrokenSetUp.Acme, "\"Port\"", "\"PasswordFile\": \"../keys/hunter2\", \"Port\"");
        setUp.Replace(BrokenSetUp.Settings, "\"MaxC", "\"Vault\": { \"MasterKeyFile\": \"../keys/hunter2\" }, \"MaxC");

        var (_, told) = Diff();

        Assert.Contains("Remote.PasswordFile: nothing -> (not shown)", told, StringComparison.Ordinal);
        Assert.Contains("Vault.MasterKeyFile: (not shown) -> (not shown)", told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }

    /// <summary>What a worker does with its configuration when it starts.</summary>
    private void StartWorker()
    {
        var configuration = WorkerConfiguration.Load(setUp.Path);
        Assert.Empty(configuration.Problems);
        Directory.CreateDirectory(configuration.Settings.DataDirectory);
        SettingsInUse.Keep(configuration, NullLogger.Instance);
        new CustomerRegistry(configuration.Settings.CustomersDirectory, TimeProvider.System, NullLogger<CustomerRegistry>.Instance, null,
            FileExchangeServices.LastProfilesOf(configuration.Settings)).Reload();
    }

    private (int ExitCode, string Told) Diff()
    {
        using var output = new StringWriter { NewLine = "\n" };
        return (ConfigDiffCommand.Run(setUp.Path, json: false, output, TextWriter.Null), output.ToString());
    }
}
