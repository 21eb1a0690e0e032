using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>Who gave a command, and verbs that need two people, from the command line.</summary>
public sealed class SecondPersonTests : IAsyncLifetime
{
    private const string Customer = "TWO";
    private const int Anna = 70001;
    private const int Bo = 70002;

    private readonly string until = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private WorkerSite site = null!;
    private string home = "";

    public async Task InitializeAsync()
    {
        site = await WorkerSite.CreateAsync();
        site.AddCustomer(Customer);
        home = site.Configure("worker");
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    [Trait("Attack", "20.15 an operator acts under a colleague's name by way of SUDO_USER")]
    public async Task The_audit_log_names_who_logged_in_and_not_what_the_environment_says()
    {
        if (!WorkerVerb.CanPlayPersons())
        {
            return;
        }

        await RunAsync(ExitCodes.Ok, Anna, "hold", "set", Customer, "--reason", "Tvist", "--until", until);

        Assert.Contains($"by=uid-{Anna};", await DetailAsync("HOLD_SET"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "20.15 one operator alone ends a hold or offboards a customer")]
    public async Task Guarded_verbs_do_nothing_until_another_person_runs_the_same_command()
    {
        if (!WorkerVerb.CanPlayPersons())
        {
            return;
        }

        DemandTwo("EndHold", "Offboard", "Erase");
        await RunAsync(ExitCodes.Ok, Anna, "hold", "set", Customer, "--reason", "Tvist", "--until", until);
        var holds = JsonDocument.Parse(await RunAsync(ExitCodes.Ok, Anna, "hold", "list", "--json"));
        var hold = holds.RootElement.GetProperty("holds")[0].GetProperty("hold_id").GetString()!;

        await RunAsync(ExitCodes.SecondPerson, Anna, "hold", "end", Customer, hold);
        await RunAsync(ExitCodes.SecondPerson, Anna, "hold", "end", Customer, hold);
        await RunAsync(ExitCodes.SecondPerson, Bo, "offboard", Customer, "--without-export", "--yes");
        Assert.Equal(["1"], await site.QueryAsync("select count(*) from retention.hold where ended_at is null"));

        await RunAsync(ExitCodes.Ok, Bo, "hold", "end", Customer, hold);
        Assert.Equal($"by=uid-{Bo};asked_by=uid-{Anna}", await DetailAsync("HOLD_ENDED"));

        // What waited for a day is asked for anew.
        await site.ExecuteAsync("update retention.awaited_command set asked_at = asked_at - interval '25 hours'");
        await RunAsync(ExitCodes.SecondPerson, Anna, "offboard", Customer, "--without-export", "--yes");
        Assert.Equal(
            [$"Offboard --without-export|uid-{Anna}"], await site.QueryAsync("select command, asked_by from retention.awaited_command"));
    }

    [Fact]
    [Trait("Attack", "20.15 one operator alone erases a person's card")]
    public async Task A_card_is_erased_by_two()
    {
        if (!WorkerVerb.CanPlayPersons())
        {
            return;
        }

        var worker = site.Start("worker");
        DemandTwo("Erase");
        site.Drop(Customer, "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await Until.TrueAsync(() => site.Delivered(Customer, "out/receipts").Count > 0, TimeSpan.FromSeconds(60), () => worker.Output);
        await site.ExecuteAsync(
            "update orders.card set status = 'PRODUCED', card_state = 'ACTIVE', produced_at = now(), invoiced_at = now()");
        var card = Assert.Single(await site.QueryAsync("select card_no from orders.card"));
        async Task<string> ErasedAsync() =>
            Assert.Single(await site.QueryAsync("select count(*) filter (where erased_at is not null) from orders.card"));

        await RunAsync(ExitCodes.SecondPerson, Anna, "erase", Customer, "--card", card, "--yes");
        await RunAsync(ExitCodes.SecondPerson, Anna, "erase", Customer, "--card", card, "--yes");
        Assert.Equal("0", await ErasedAsync());

        await RunAsync(ExitCodes.Ok, Bo, "erase", Customer, "--card", card, "--yes");
        Assert.Equal("1", await ErasedAsync());
        Assert.Equal(["1"], await site.QueryAsync(
            $"select count(*) from audit.entry where detail like '%by=uid-{Bo};asked_by=uid-{Anna}%'"));
    }

    [Fact]
    [Trait("Attack", "20.15 one operator alone releases a file that was set aside")]
    public async Task A_file_set_aside_is_released_by_two()
    {
        if (!WorkerVerb.CanPlayPersons())
        {
            return;
        }

        var profile = Path.Combine(site.Folder, "customers", Customer + ".json");
        var settings = JsonNode.Parse(File.ReadAllText(profile))!;
        settings["Intake"]!["UnmatchedAfter"] = "00:00:00";
        File.WriteAllText(profile, settings.ToJsonString());
        var worker = site.Start("worker");
        DemandTwo("ReleaseQuarantined");
        site.Drop(Customer, "mystery.txt", "x");
        await Until.TrueAsync(() => site.Delivered(Customer, "out/receipts").Count > 0, TimeSpan.FromSeconds(60), () => worker.Output);
        var files = JsonDocument.Parse(await RunAsync(ExitCodes.Ok, Anna, "quarantine", "list", Customer, "--json"));
        var file = files.RootElement.GetProperty("quarantined")[0].GetProperty("file_id").GetString()!;

        await RunAsync(ExitCodes.SecondPerson, Anna, "quarantine", "release", Customer, file, "--reason", "asked");
        await RunAsync(ExitCodes.SecondPerson, Anna, "quarantine", "release", Customer, file, "--reason", "asked");
        await RunAsync(ExitCodes.Ok, Bo, "quarantine", "release", Customer, file, "--reason", "asked");
        Assert.Contains($"by=uid-{Bo};asked_by=uid-{Anna}", await DetailAsync("QUARANTINE_RELEASED"), StringComparison.Ordinal);
    }

    private async Task<string> DetailAsync(string action) =>
        Assert.Single(await site.QueryAsync($"select detail from audit.entry where action = '{action}'"));

    private void DemandTwo(params string[] verbs)
    {
        var file = Path.Combine(home, "appsettings.json");
        var settings = JsonNode.Parse(File.ReadAllText(file))!;
        var guarded = new JsonArray([.. verbs.Select(verb => JsonValue.Create(verb))]);
        settings["FileExchange"]!["Operators"] = new JsonObject { ["SecondPerson"] = guarded };
        File.WriteAllText(file, settings.ToJsonString());
    }

    private async Task<string> RunAsync(int exitCode, int person, params string[] arguments)
    {
        var verb = await WorkerVerb.AsPersonAsync(person, [.. arguments, "--config", home]);
        Assert.True(verb.ExitCode == exitCode, $"{string.Join(' ', arguments)}: exit code {verb.ExitCode}\n{verb.Output}\n{verb.Errors}");
        return verb.Output;
    }
}
