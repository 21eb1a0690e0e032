using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Requests;
using NexusGo.FileExchange.Worker.Embedded;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Vault;

/// <summary>
/// Nasty 92: what an erasure leaves in the files of the private PostgreSQL, byte by byte: pages of tables, the holes in them, statistics,
/// the log. Runs with the settings of a worker, on a cluster of its own.
/// </summary>
public sealed class RemnantTests : IAsyncLifetime
{
    private readonly string folder = TestCluster.CreateFolder();
    private PrivatePostgres server = null!;

    public async Task InitializeAsync()
    {
        server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Directory = folder }, TimeProvider.System,
            NullLogger.Instance, CancellationToken.None);
        await MigrationRunner.Create(TimeProvider.System, NullLogger<MigrationRunner>.Instance)
            .MigrateAsync(server.OwnerConnectionString, PrivatePostgres.WorkerLogin, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("CANCEL")]
    [InlineData("ERASE")]
    [InlineData("RETENTION")]
    public async Task Nasty92_after_an_erasure_and_the_night_no_byte_of_the_sealed_card_or_of_its_key_is_in_the_data_directory(string how)
    {
        await using var rig = CreateRig();
        var cards = new CardMaker(rig, new PartnerRig(rig));
        var planted = await cards.OrderAsync("PLANTED;ID-STD;Planterad-Åsa;Gömdsson;19900101-9802;HQ;");
        var other = await cards.OrderAsync([.. Enumerable.Range(0, 50).Select(i => $"O{i};ID-STD;Bo;Ek;;HQ;")]);
        var person = await BytesOfAsync(planted.Values.Single());
        var bystander = await BytesOfAsync(other["O7"]);
        if (how != "CANCEL")
        {
            await cards.DeliverAsync(planted.Values);
        }

        await ExecuteAsync("analyze; checkpoint");
        AssertFound(person);

        switch (how)
        {
            case "CANCEL":
                Assert.Equal([("DONE", "")], await rig.AskAsync("REQ_1", $"r1;CANCEL;CARD_NO;{planted.Values.Single()};;;"));
                break;
            case "ERASE":
                var card = await QueryAsync<Guid>($"select card_id from orders.card where card_no = {planted.Values.Single()}");
                await rig.Services.GetRequiredService<IRegister>().EraseAsync(rig.Profile.Id, new ErasureOrder(ErasureCause.Operator, "1"),
                    [card], CancellationToken.None);
                break;
            default:
                rig.Clock.Advance(TimeSpan.FromMinutes(1));
                await rig.Services.GetRequiredService<RetentionRun>().RunAsync(rig.Profile, CancellationToken.None);
                break;
        }

        Assert.Equal(1, await QueryAsync<long>("select count(*) from orders.card where erased_at is not null"));

        // A vacuum makes room and clears nothing: without the night's rewriting this test has nothing to show.
        await ExecuteAsync("vacuum; checkpoint");
        Assert.NotEqual(person.Count, Missing(person).Count);
        var before = (await EvidenceAsync(rig)).Single();
        Assert.Equal((null, null, null), (before.ContentRewrittenAt, before.Keys!.RewrittenAt, before.Keys.LogDiscardedAt));

        rig.Clock.Advance(TimeSpan.FromHours(8));
        await rig.Services.GetRequiredService<RetentionNight>().RunAsync(rig.Profile, CancellationToken.None);

        AssertNowhere(person);
        AssertFound(bystander);
        var after = (await EvidenceAsync(rig)).Single();
        Assert.Equal([rig.Clock.GetUtcNow(), rig.Clock.GetUtcNow(), rig.Clock.GetUtcNow(), rig.Clock.GetUtcNow()],
            [after.ContentRewrittenAt!.Value, after.ContentLogDiscardedAt!.Value, after.Keys!.RewrittenAt!.Value,
            after.Keys.LogDiscardedAt!.Value], new Nearly());
    }

    [Fact]
    public async Task While_an_older_transaction_may_look_at_the_erased_card_its_bytes_are_told_as_kept_and_go_with_the_next_run()
    {
        await using var rig = CreateRig();
        var cards = new CardMaker(rig, new PartnerRig(rig));
        var planted = await cards.OrderAsync("PLANTED;ID-STD;Planterad-Åsa;Gömdsson;19900101-9802;HQ;");
        var person = await BytesOfAsync(planted.Values.Single());
        var remnants = rig.Services.GetRequiredService<IRemnants>();
        await using (var connection = new NpgsqlConnection(server.OwnerConnectionString + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var old = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await using (var look = new NpgsqlCommand("select 1", connection))
            {
                await look.ExecuteScalarAsync();
            }

            Assert.Equal([("DONE", "")], await rig.AskAsync("REQ_1", $"r1;CANCEL;CARD_NO;{planted.Values.Single()};;;"));
            Assert.False(await remnants.RemoveAsync(rig.Clock.GetUtcNow(), CancellationToken.None));
            Assert.NotEqual(person.Count, Missing(person).Count);
            Assert.Null((await EvidenceAsync(rig)).Single().Keys!.RewrittenAt);
        }

        // The server's own housekeeping may hold a table for a moment.
        await Until.TrueAsync(() => remnants.RemoveAsync(rig.Clock.GetUtcNow(), CancellationToken.None), TimeSpan.FromSeconds(60),
            () => "The remnants stay.");
        AssertNowhere(person);
        Assert.NotNull((await EvidenceAsync(rig)).Single().Keys!.LogDiscardedAt);
    }

    [Fact]
    public async Task The_tables_are_not_written_anew_for_every_customers_night()
    {
        await using var rig = CreateRig();
        var cards = new CardMaker(rig, new PartnerRig(rig));
        var numbers = await cards.OrderAsync("A1;ID-STD;Bo;Ek;;HQ;", "A2;ID-STD;Bo;Al;;HQ;");
        var remnants = rig.Services.GetRequiredService<IRemnants>();
        await rig.AskAsync("REQ_1", $"r1;CANCEL;CARD_NO;{numbers["A1"]};;;");
        await remnants.RemoveAsync(rig.Clock.GetUtcNow(), CancellationToken.None);
        var file = await QueryAsync<string>("select pg_relation_filepath('orders.card')");
        await rig.AskAsync("REQ_2", $"r2;CANCEL;CARD_NO;{numbers["A2"]};;;");

        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await remnants.RemoveAsync(rig.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal(file, await QueryAsync<string>("select pg_relation_filepath('orders.card')"));

        rig.Clock.Advance(TimeSpan.FromMinutes(40));
        await remnants.RemoveAsync(rig.Clock.GetUtcNow(), CancellationToken.None);
        Assert.NotEqual(file, await QueryAsync<string>("select pg_relation_filepath('orders.card')"));
    }

    private ExchangeRig CreateRig() => ExchangeRig.Create(server.ConnectionString, "REMN",
        profile => profile with { Retention = new RetentionSettings { Keep = "IMMEDIATE" } });

    private static Task<IReadOnlyList<ErasureRecord>> EvidenceAsync(ExchangeRig rig) =>
        rig.Services.GetRequiredService<IEvidenceStore>().ErasuresAsync(rig.Profile.Id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
            CancellationToken.None);

    /// <summary>Sealed content and wrapped key of a card, in pieces of sixteen bytes: also a part of them must not remain.</summary>
    private async Task<IReadOnlyList<byte[]>> BytesOfAsync(string number)
    {
        var content = await QueryAsync<byte[]>($"select sealed from orders.card where card_no = {number}");
        var key = await QueryAsync<byte[]>(
            $"select k.wrapped from vault.card_key k join orders.card using (card_id) where card_no = {number}");
        return [.. content!.Chunk(16).Concat(key!.Chunk(16)).Where(piece => piece.Length == 16)];
    }

    private void AssertFound(IReadOnlyList<byte[]> pieces) => Assert.Equal(pieces.Count, pieces.Count - Missing(pieces).Count);

    private void AssertNowhere(IReadOnlyList<byte[]> pieces) => Assert.Equal(pieces.Count, Missing(pieces).Count);

    /// <summary>Those pieces that no file of the data directory holds.</summary>
    private List<byte[]> Missing(IReadOnlyList<byte[]> pieces)
    {
        var missing = pieces.ToList();
        foreach (var file in Directory.EnumerateFiles(server.DataDirectory, "*", SearchOption.AllDirectories))
        {
            try
            {
                var bytes = File.ReadAllBytes(file).AsSpan();
                for (var i = missing.Count - 1; i >= 0; i--)
                {
                    if (bytes.IndexOf(missing[i]) >= 0)
                    {
                        missing.RemoveAt(i);
                    }
                }
            }
            catch (FileNotFoundException)
            {
                // The server removed it meanwhile.
            }
        }

        return missing;
    }

    private async Task ExecuteAsync(string statements)
    {
        await using var connection = new NpgsqlConnection(server.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements.Split(';'))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<T?> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(server.OwnerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>PostgreSQL keeps microseconds, and the rig's clock moves on a little.</summary>
    private sealed class Nearly : IEqualityComparer<DateTimeOffset>
    {
        public bool Equals(DateTimeOffset x, DateTimeOffset y) => (x - y).Duration() < TimeSpan.FromMinutes(2);

        public int GetHashCode(DateTimeOffset obj) => 0;
    }
}
