using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>An operator's look at what is kept of one person, from the command line of the real program.</summary>
public sealed class HistoryCommandTests
{
    private const string Person = "19900101-9802";

    public static TheoryData<string> Points => ["reading.recording", "reading.recorded"];

    [Fact]
    public async Task A_persons_cards_are_shown_and_the_reading_is_recorded_first()
    {
        await using var site = await CreateAsync();
        var (code, shown, said) = await RunAsync(site, Person, "history", "ACME", "--person");
        Assert.Equal((0, "1 card(s). This reading is in the audit log of ACME.\n"), (code, said));
        var line = Assert.Single(AnswerFile.Read(System.Text.Encoding.UTF8.GetBytes(shown)));
        Assert.Equal(("ACME-1", "Planterad-Åsa", "Gömdsson", "ACCEPTED"),
            (line["customer_ref"], line["first_name"], line["last_name"], line["status"]));

        var file = Path.Combine(site.Folder, "history.csv");
        Assert.Equal((0, ""), (await RunAsync(site, "900101-9802\n", "history", "OTHER", "--person", "--output", file)) is var second
            ? (second.ExitCode, second.Output) : default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal("OTHER-1", Assert.Single(AnswerFile.Read(await File.ReadAllBytesAsync(file)))["customer_ref"]);

        // Nobody found is a reading, too; what is no number never gets that far and is not repeated.
        Assert.Equal(9, (await RunAsync(site, "19900101-9810", "history", "ACME", "--person")).ExitCode);
        var wrong = await RunAsync(site, "19900101-9803", "history", "ACME", "--person");
        Assert.Equal((ExitCodes.Usage, false), (wrong.ExitCode, wrong.Errors.Contains("9803", StringComparison.Ordinal)));
        Assert.Equal(ExitCodes.Usage, (await RunAsync(site, "", "history", "ACME")).ExitCode);
        Assert.Equal(["ACME|selector=PERSON;cards=0", "ACME|selector=PERSON;cards=1", "OTHER|selector=PERSON;cards=1"],
            await site.QueryAsync("select customer_id, substr(detail, 1, position(';by=' in detail) - 1) from audit.entry where action = "
            + "'HISTORY_READ' order by 1, 2"));
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task Killed_before_its_reading_is_durable_it_has_shown_nothing(string point)
    {
        await using var site = await CreateAsync();
        var file = Path.Combine(site.Folder, "history.csv");
        string[] arguments = ["history", "ACME", "--person", "--config", Path.Combine(site.Folder, "worker")];

        var shown = await WorkerVerb.RunAsync(point, arguments, Person);
        Assert.Equal((WorkerProcess.KilledExitCode, "", ""), (shown.ExitCode, shown.Output, shown.Errors));
        Assert.Equal(WorkerProcess.KilledExitCode, (await WorkerVerb.RunAsync(point, [.. arguments, "--output", file], Person)).ExitCode);
        Assert.Empty(await File.ReadAllBytesAsync(file));
        Assert.Equal(["0"], await site.QueryAsync("select count(*) from audit.entry where action = 'HISTORY_READ'"));

        // The next reading is the first on record, and the audit log's chain goes on.
        Assert.Equal(0, (await RunAsync(site, Person, "history", "ACME", "--person")).ExitCode);
        Assert.Equal(["1"], await site.QueryAsync("select count(*) from audit.entry where action = 'HISTORY_READ'"));
        Assert.Equal(0, (await RunAsync(site, "", "audit", "verify")).ExitCode);
    }

    /// <summary>Two customers, each with a card of the same person; no worker runs any more.</summary>
    private static async Task<WorkerSite> CreateAsync()
    {
        var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        site.AddCustomer("OTHER");
        foreach (var customer in new[] { "ACME", "OTHER" })
        {
            var profile = Path.Combine(site.Folder, "customers", customer + ".json");
            var json = JsonNode.Parse(await File.ReadAllTextAsync(profile))!;
            json["Orders"] = new JsonObject { ["DeclaredColumns"] = new JsonArray("national_identity_number") };
            await File.WriteAllTextAsync(profile, json.ToJsonString());
            site.Drop(customer, "ORD_1.csv",
                $"customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n{customer}-1;ID-STD;"
                + $"Planterad-Åsa;Gömdsson;{Person};HQ\r\n");
        }

        await using (var worker = site.Start("worker"))
        {
            await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count + site.Delivered("OTHER", "out/receipts").Count == 4,
                TimeSpan.FromSeconds(60), () => worker.Output);
            worker.Signal(WorkerProcess.Terminate);
            Assert.True(await worker.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        }

        return site;
    }

    private static Task<WorkerVerb> RunAsync(WorkerSite site, string input, params string[] arguments) =>
        WorkerVerb.RunAsync(crashAt: null, [.. arguments, "--config", Path.Combine(site.Folder, "worker")], input);
}
