using System.Collections;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;
using Npgsql;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class WorkerConfigurationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Hashtable environment = [];

    public WorkerConfigurationTests() => Directory.CreateDirectory(folder.PathOf("customers"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Relative_paths_start_at_the_configuration_folder_and_the_embedded_default_has_its_own_master_key()
    {
        var settings = LoadGood("""{ "DataDirectory": "data", "RunDirectory": "run" }""");

        Assert.Equal(folder.PathOf("data"), settings.DataDirectory);
        Assert.Equal(folder.PathOf("customers"), settings.CustomersDirectory);
        Assert.Equal(folder.PathOf("data/master.key"), settings.Vault.MasterKeyFile);
        Assert.Equal(folder.PathOf("data/logs"), settings.Logging.Directory);
        Assert.StartsWith(Environment.MachineName, settings.WorkerName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Database": { "ConnectionString": "Host=db;Username=u;Password=hunter2;SSL Mode=VerifyFull" } }""",
        "Database.ConnectionString", "Database.PasswordFile")]
    [InlineData("""{ "Database": { "ConnectionString": "Host=db;Username=u;PWD=hunter2;SSL Mode=VerifyFull" } }""",
        "Database.ConnectionString", "mode 0600")]
    [InlineData("""{ "Database": { "ConnectionString": "Hos=db" } }""", "Database.ConnectionString", "")]
    [InlineData("""{ "Database": { "ConnectionString": "Username=u" } }""", "Database.ConnectionString", "")]
    [InlineData("""{ "Database": { "OwnerConnectionString": "Host=/run/db" } }""", "Database.ConnectionString", "")]
    [InlineData("""{ "Database": { "PasswordFile": "env:HOME" } }""", "Database.PasswordFile", "")]
    [InlineData("""{ "Database": { "ConnectionString": "Host=/run/db", "PasswordFile": "gone" } }""", "Database.PasswordFile", "")]
    [InlineData("""{ "Database": { "ConnectionString": "Host=/run/db" } }""", "Vault.MasterKeyFile", "openssl rand")]
    [InlineData("""{ "Vault": { "MasterKeyFile": "a", "MasterKeyCommand": "b" } }""", "Vault.MasterKeyCommand", "")]
    [InlineData("""{ "Vault": { "MasterKeyFile": "gone.key" } }""", "Vault.MasterKeyFile", "")]
    [InlineData("""{ "WorkerName": "a worker" }""", "WorkerName", "")]
    [InlineData("""{ "Logging": { "RetentionDays": 0 } }""", "Logging.RetentionDays", "")]
    public void Settings_at_odds_are_refused_without_showing_a_secret(string settings, string named, string advice)
    {
        var problems = Load(settings).Problems;

        var problem = Assert.Single(problems, problem => problem.Setting == $"FileExchange.{named}");
        Assert.Contains(advice, problem.Advice, StringComparison.Ordinal);
        Assert.All(problems, one => Assert.DoesNotContain("hunter2", one.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Attack", "20.12 somebody on the network between the worker and its database")]
    [InlineData("Host=db.example", false)]
    [InlineData("Host=db.example;SSL Mode=Prefer", false)]
    [InlineData("Host=db.example;SSL Mode=Require", false)]
    [InlineData("Host=db.example;SSL Mode=VerifyCA", false)]
    [InlineData("Host=127.0.0.1,10.0.0.7", false)]
    [InlineData("Host=127.0.0.1.example", false)]
    [InlineData("Host=db.example;SSL Mode=VerifyFull", true)]
    [InlineData("Host=127.0.0.1,db.example:5433;SSL Mode=VerifyFull", true)]
    [InlineData("Host=/run/postgresql", true)]
    [InlineData("Host=@abstract", true)]
    [InlineData("Host=localhost:5433", true)]
    [InlineData("Host=127.0.0.1, [::1]:5433", true)]
    public void A_database_over_a_network_needs_a_server_that_proves_who_it_is(string connection, bool isGood)
    {
        foreach (var name in (string[])["ConnectionString", "OwnerConnectionString", "VaultConnectionString"])
        {
            var before = name == "ConnectionString" ? "" : "\"ConnectionString\": \"Host=/run/db\",";
            var problems = Load($$"""{ "Database": { {{before}} "{{name}}": "{{connection}}" } }""").Problems;

            Assert.Equal(isGood, !problems.Any(problem => problem.Setting == $"FileExchange.Database.{name}"
                && problem.Allowed.Contains("VerifyFull", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void Environment_variables_override_the_file_and_may_hold_a_password()
    {
        File.WriteAllText(folder.PathOf("key"), new string('a', 64));
        File.SetUnixFileMode(folder.PathOf("key"), UnixFileMode.UserRead);
        environment["NEXUSGO__Database__ConnectionString"] = "Host=db;Username=u;Password=hunter2;SSL Mode=VerifyFull";
        environment["NEXUSGO__Vault__MasterKeyFile"] = "key";
        environment["NEXUSGO__MaxConcurrentJobs"] = "4";
        environment["NEXUSGO__Logging__RetentionDays"] = "30";

        var settings = LoadGood("""{ "MaxConcurrentJobs": 8 }""");

        Assert.Equal(4, settings.MaxConcurrentJobs);
        Assert.Equal(30, settings.Logging.RetentionDays);
        Assert.Equal("hunter2", new NpgsqlConnectionStringBuilder(WorkerConfiguration.Connect(settings.Database.ConnectionString, null))
            .Password);
    }

    [Fact]
    public void A_mistyped_environment_variable_is_a_problem_of_the_environment()
    {
        environment["NEXUSGO__MaxConcurrentJobs"] = "many";
        environment["NEXUSGO__Datbase__ConnectionString"] = "Host=db";

        var problems = Load("{ }").Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem is { File: "environment", Setting: "FileExchange.MaxConcurrentJobs" });
        Assert.Contains(problems, problem => problem.Setting == "FileExchange.Datbase" && problem.Advice == "Did you mean Database?");
    }

    [Fact]
    public void A_password_file_gives_its_first_line_at_the_moment_of_connecting()
    {
        File.WriteAllText(folder.PathOf("password"), "s3cret;x\nsecond line\n");

        var connection = WorkerConfiguration.Connect("Host=db;Username=u", folder.PathOf("password"));

        Assert.Equal("s3cret;x", new NpgsqlConnectionStringBuilder(connection).Password);
        Assert.Null(WorkerConfiguration.Connect("", null));
    }

    [Fact]
    public void A_missing_settings_file_is_one_problem()
    {
        var problem = Assert.Single(WorkerConfiguration.Load(folder.Path, environment).Problems);
        Assert.EndsWith("appsettings.json", problem.File, StringComparison.Ordinal);
    }

    private WorkerSettings LoadGood(string settings)
    {
        var configuration = Load(settings);
        Assert.Empty(configuration.Problems);
        return configuration.Settings;
    }

    private WorkerConfiguration Load(string settings)
    {
        File.WriteAllText(folder.PathOf("appsettings.json"), $$"""{ "FileExchange": {{settings}} }""");
        return WorkerConfiguration.Load(folder.Path, environment);
    }
}
