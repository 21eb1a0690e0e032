using System.Diagnostics;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Requests;

/// <summary>An operator's look at what is kept of one person, from the command line of the real program.</summary>
public sealed class HistoryCommandTests
{
    private const string Person = "19900101-9802";

    [Fact]
    public async Task A_persons_cards_are_shown_and_the_reading_is_recorded_first()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        site.AddCustomer("OTHER");
        foreach (var customer in new[] { "ACME", "OTHER" })
        {
            var profile = Path.Combine(site.Folder, "customers", customer + ".json");
            var json = JsonNode.Parse(await File.ReadAllTextAsync(profile))!;
            json["Orders"] = new JsonObject { ["DeclaredColumns"] = new JsonArray("national_identity_number") };
            await File.WriteAllTextAsync(profile, json.ToJsonString());
            site.Drop(customer, "ORD_1.csv", $"customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n{customer}-1;ID-STD;Planterad-Åsa;Gömdsson;{Person};HQ\r\n");
        }

        await using (var worker = site.Start("worker"))
        {
            await Until.TrueAsync(() => site.Names("ACME", "out/receipts").Count + site.Names("OTHER", "out/receipts").Count == 4, TimeSpan.FromSeconds(60), () => worker.Output);
            worker.Signal(WorkerProcess.Terminate);
            Assert.True(await worker.WaitForExitAsync(TimeSpan.FromSeconds(30)));
        }

        var (code, shown, said) = await RunAsync(site, Person, "history", "ACME", "--person");
        Assert.Equal((0, "1 card(s). This reading is in the audit log of ACME.\n"), (code, said));
        var line = Assert.Single(AnswerFile.Read(System.Text.Encoding.UTF8.GetBytes(shown)));
        Assert.Equal(("ACME-1", "Planterad-Åsa", "Gömdsson", "ACCEPTED"), (line["customer_ref"], line["first_name"], line["last_name"], line["status"]));

        var file = Path.Combine(site.Folder, "history.csv");
        Assert.Equal((0, ""), (await RunAsync(site, "900101-9802\n", "history", "OTHER", "--person", "--output", file)) is var second ? (second.Code, second.Output) : default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal("OTHER-1", Assert.Single(AnswerFile.Read(await File.ReadAllBytesAsync(file)))["customer_ref"]);

        // Nobody found is a reading, too; what is no number never gets that far and is not repeated.
        Assert.Equal(9, (await RunAsync(site, "19900101-9810", "history", "ACME", "--person")).Code);
        var wrong = await RunAsync(site, "19900101-9803", "history", "ACME", "--person");
        Assert.Equal((2, false), (wrong.Code, wrong.Errors.Contains("9803", StringComparison.Ordinal)));
        Assert.Equal(2, (await RunAsync(site, "", "history", "ACME")).Code);
        Assert.Equal(["ACME|selector=PERSON;cards=0", "ACME|selector=PERSON;cards=1", "OTHER|selector=PERSON;cards=1"],
            await site.QueryAsync("select customer_id, substr(detail, 1, position(';by=' in detail) - 1) from audit.entry where action = 'HISTORY_READ' order by 1, 2"));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(WorkerSite site, string input, params string[] arguments)
    {
        var program = Path.Combine(Path.GetDirectoryName(typeof(WorkerSite).Assembly.Location)!, "nexusgo-fx.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments, "--config", Path.Combine(site.Folder, "worker")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await errors);
    }
}
