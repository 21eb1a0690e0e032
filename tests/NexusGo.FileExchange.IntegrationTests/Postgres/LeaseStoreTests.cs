using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

public sealed class LeaseStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    private readonly LeaseStore leases = new(postgres.Database);

    [Fact]
    public async Task A_lease_is_renewed_by_its_owner_and_taken_over_when_it_has_ended()
    {
        var acme = new CustomerId(CustomerIds.Next("LEASE"));
        var first = await TakeAsync(acme, "one", Start);
        Assert.Equal((Start + Duration, null, 0), (first!.Until, first.TakenFrom, first.EndedTransactions));
        var renewed = await TakeAsync(acme, "one", Start.AddSeconds(10));
        Assert.Equal((first.Token, null), (renewed!.Token, renewed.TakenFrom));
        Assert.Null(await TakeAsync(acme, "two", Start.AddSeconds(39)));

        var other = await TakeAsync(acme, "two", Start.AddSeconds(40));
        Assert.Equal((first.Token + 1, "one", 0), (other!.Token, other.TakenFrom, other.EndedTransactions));
    }

    [Fact]
    public async Task Whoever_takes_an_area_over_ends_what_its_former_owner_left_open_there_and_nothing_else()
    {
        var acme = new CustomerId(CustomerIds.Next("LEASE"));
        await TakeAsync(acme, "one", Start);
        await using var left = await BeginStoringAsync(acme);
        await using var elsewhere = await BeginStoringAsync(new CustomerId(CustomerIds.Next("LEASE")));
        Assert.Equal(0, (await TakeAsync(acme, "one", Start.AddSeconds(10)))!.EndedTransactions);
        await AskAsync(left);

        Assert.Equal(1, (await TakeAsync(acme, "two", Start + Duration + Duration))!.EndedTransactions);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(left));
        await AskAsync(elsewhere);
    }

    [Fact]
    public async Task An_area_whose_former_owner_cannot_be_ended_is_not_taken_and_the_next_attempt_ends_it()
    {
        var acme = new CustomerId(CustomerIds.Next("LEASE"));
        var first = await TakeAsync(acme, "one", Start);
        await using var left = await BeginStoringAsync(acme);
        var later = Start + Duration + Duration;
        await postgres.ExecuteAsOwnerAsync("revoke execute on function pg_terminate_backend(int, bigint) from public");
        try
        {
            await Assert.ThrowsAsync<FileExchangeException>(() => TakeAsync(acme, "two", later));
        }
        finally
        {
            await postgres.ExecuteAsOwnerAsync("grant execute on function pg_terminate_backend(int, bigint) to public");
        }

        await AskAsync(left);
        var second = await TakeAsync(acme, "two", later);
        Assert.Equal((first!.Token + 1, "one", 1), (second!.Token, second.TakenFrom, second.EndedTransactions));
    }

    private Task<Inbound.Pickup.AreaLease?> TakeAsync(CustomerId customer, string owner, DateTimeOffset now) =>
        leases.TryTakeAsync(customer, owner, now, Duration, CancellationToken.None);

    /// <summary>A transaction as a file is stored in.</summary>
    private async Task<CustomerSession> BeginStoringAsync(CustomerId customer)
    {
        var session = await postgres.Database.OpenForCustomerAsync(customer, CancellationToken.None);
        await using var command = session.Command("select " + CustomerAreaLock.Take);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer.Value });
        await command.ExecuteNonQueryAsync();
        return session;
    }

    private static async Task AskAsync(CustomerSession session)
    {
        await using var command = session.Command("select 1");
        await command.ExecuteNonQueryAsync();
    }
}
