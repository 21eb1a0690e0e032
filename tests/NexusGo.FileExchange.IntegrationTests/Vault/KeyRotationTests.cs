using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Vault;

/// <summary>Customer and master keys are rotated while the work goes on, and a rotation that was killed goes on where it was.</summary>
[Trait("Category", "Long")]
public sealed class KeyRotationTests : CardTests
{
    private const int Rows = 100_000;

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "ROTA", Large);

    private static CustomerProfile Large(CustomerProfile profile) => profile with { Limits = DemoProfile.Large().Limits };

    [Fact]
    public async Task A_customer_key_is_rotated_under_100_000_cards_in_spite_of_a_crash_an_import_and_an_erasure()
    {
        Rig.Drop("ORD_MANY.csv", OrderFileGenerator.Bytes(Rows));
        await Rig.PollAsync();
        Assert.Equal("ACCEPTED", Rig.Receipt("ORD_MANY")["file_status"]);
        var old = await Postgres.QueryAsOwnerAsync<Guid>("select distinct key_id from vault.card_key");
        await using var other = ExchangeRig.Create(Postgres.ConnectionString, "ROTA", Large, beside: Rig);
        await other.Services.GetRequiredService<KeyVault>().OpenAsync(Rig.Profile.Id, CancellationToken.None);

        var passed = 0;
        CrashPoint.Watcher = point =>
        {
            if (point == "card-keys.rewrapped" && ++passed == 11)
            {
                throw new InvalidOperationException("killed");
            }
        };
        await Assert.ThrowsAsync<InvalidOperationException>(() => RotateAsync([]));
        CrashPoint.Watcher = null;
        Assert.Equal(Rows - 20_000, await CountAsync($"select count(*) from vault.card_key where key_id = '{old}'"));

        // A worker that still has the old key stores a file under the new one, and a card is erased.
        await Postgres.ExecuteAsOwnerAsync("update exchange.area_lease set lease_until = 'epoch'");
        other.Drop("ORD_NEW.csv", CardMaker.Header + "NEW1;ID-STD;Bo;Ek;;HQ;\r\n");
        await other.PollAsync();
        Assert.Equal("1", Rig.Receipt("ORD_NEW")["rows_accepted"]);
        var last = await Postgres.QueryAsOwnerAsync<Guid>(
            $"select card_id from vault.card_key where key_id = '{old}' order by card_id desc limit 1");
        await Rig.Services.GetRequiredService<IRegister>().EraseAsync(Rig.Profile.Id, new ErasureOrder(ErasureCause.Request, "1"), [last],
            CancellationToken.None);

        var told = new List<(long Done, long Total)>();
        Assert.Equal(Rows - 20_001, await RotateAsync(told));

        Assert.Equal((0, Rows - 20_001), told[0]);
        Assert.Equal((Rows - 20_001, Rows - 20_001), told[^1]);
        Assert.Equal(0,
            await CountAsync($"select (select count(*) from vault.card_key where key_id = '{old}') + (select count(*) from "
            + $"vault.customer_key where key_id = '{old}')"));
        Assert.Equal(1, await CountAsync("select count(*) from vault.customer_key where purpose = 'Cards'"));
        Assert.Equal(Rows, await OpenAllAsync(Rig));
        Assert.Equal(Rows, await OpenAllAsync(other));
    }

    [Fact]
    [Trait("Attack", "20.11 the worker is started with another master key")]
    public async Task The_master_key_is_changed_while_a_worker_runs_and_a_wrong_one_ends_the_start()
    {
        await using var site = await WorkerSite.CreateAsync();
        foreach (var customer in (string[])["ONE", "TWO"])
        {
            site.AddCustomer(customer);
        }

        var home = Path.Combine(site.Folder, "worker");
        await using (var first = site.Start("worker"))
        {
            await OrderAsync(site, first, "ONE", "ORD_1.csv");
            await OrderAsync(site, first, "TWO", "ORD_1.csv");
            first.Signal(WorkerProcess.Terminate);
            Assert.True(await first.WaitForExitAsync(Longest));
        }

        // Another key in the old one's place ends every start with an exit code of its own.
        var (key, former) = (Path.Combine(site.Folder, "master.key"), Path.Combine(site.Folder, "former.key"));
        File.Move(key, former);
        MasterKeyFile.CreateIfMissing(key, "test");
        Assert.Equal(ExitCodes.MasterKey, (await WorkerVerb.RunAsync("retention", "plan", "--config", home)).ExitCode);
        await using (var wrong = site.Start("worker"))
        {
            Assert.True(await wrong.WaitForExitAsync(Longest));
            Assert.Equal(ExitCodes.MasterKey, wrong.ExitCode);
        }

        // With both keys the worker works, and new customers' keys are under the new one.
        var settings = Path.Combine(home, "appsettings.json");
        var text = await File.ReadAllTextAsync(settings);
        await File.WriteAllTextAsync(settings,
            text.Replace("\"MasterKeyFile\"", $"\"FormerMasterKeyFile\": \"{former}\", \"MasterKeyFile\"", StringComparison.Ordinal));
        site.AddCustomer("THREE");
        await using var worker = WorkerProcess.Start(home, crashAt: null);
        await OrderAsync(site, worker, "THREE", "ORD_1.csv");
        await OrderAsync(site, worker, "ONE", "ORD_2.csv");
        Assert.Equal(["2"], await site.QueryAsync("select count(distinct master_key_check) from vault.customer_key"));

        var killed = await WorkerVerb.RunAsync("master-key.rewrapped:4", ["keys", "rotate-master", "--config", home]);
        Assert.Equal(WorkerProcess.KilledExitCode, killed.ExitCode);
        var done = await WorkerVerb.RunAsync("keys", "rotate-master", "--config", home);
        Assert.True(done.ExitCode == ExitCodes.Ok, done.Errors);
        Assert.Contains("1 of 1 customers", done.Errors, StringComparison.Ordinal);
        Assert.Equal(["1"], await site.QueryAsync("select count(distinct master_key_check) from vault.customer_key"));
        await OrderAsync(site, worker, "TWO", "ORD_2.csv");

        // The former key is not needed any more.
        await File.WriteAllTextAsync(settings, text);
        Assert.Equal(ExitCodes.Ok, (await WorkerVerb.RunAsync("retention", "plan", "--config", home)).ExitCode);
        var rotated = await WorkerVerb.RunAsync("keys", "rotate-customer", "ONE", "--config", home);
        Assert.True(rotated.ExitCode == ExitCodes.Ok, rotated.Errors);
        Assert.Contains("Wrapped 2 card keys of ONE anew", rotated.Output, StringComparison.Ordinal);
        await OrderAsync(site, worker, "ONE", "ORD_3.csv");
    }

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private static async Task OrderAsync(WorkerSite site, WorkerProcess worker, string customer, string file)
    {
        site.Drop(customer, file, $"customer_ref;product_code;first_name;last_name;delivery_address_id\r\nR{file[^5]};ID-STD;Bo;Ek;HQ\r\n");
        await Until.TrueAsync(() => site.Names(customer, "out/receipts").Contains($"RCP_{file}"), Longest, () => worker.Output);
        Assert.Equal("ACCEPTED", site.Receipt(customer, Path.GetFileNameWithoutExtension(file))["file_status"]);
    }

    private Task<long> RotateAsync(List<(long Done, long Total)> told) =>
        Rig.Services.GetRequiredService<CustomerKeyRotation>().RunAsync(Rig.Profile.Id, (done, total) => told.Add((done, total)),
            CancellationToken.None);

    private static async Task<long> OpenAllAsync(ExchangeRig rig)
    {
        using var reader =
            new CardReader(await rig.Services.GetRequiredService<KeyVault>().OpenAsync(rig.Profile.Id, CancellationToken.None));
        var opened = 0L;
        await rig.Services.GetRequiredService<IRegister>().ReadSealedAsync(rig.Profile.Id, card =>
        {
            reader.Open(card);
            Assert.NotEmpty(Encoding.UTF8.GetString(reader.Value(CardField.CustomerRef)));
            opened++;
        }, CancellationToken.None);
        return opened;
    }

    private Task<long> CountAsync(string sql) => Postgres.QueryAsOwnerAsync<long>(sql);
}
