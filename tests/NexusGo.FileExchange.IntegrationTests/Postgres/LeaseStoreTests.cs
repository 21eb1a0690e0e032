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

    private readonly LeaseStore leases = new(postgres.Database);

    [Fact]
    public async Task Whoever_takes_an_area_over_ends_what_its_former_owner_left_open_there_and_nothing_else()
    {
        var acme = new CustomerId(CustomerIds.Next("LEASE"));
        await TakeAsync(acme, "one");
        await using var left = await BeginStoringAsync(acme);
        await using var elsewhere = await BeginStoringAsync(new CustomerId(CustomerIds.Next("LEASE")));
        Assert.Equal(0, (await TakeAsync(acme, "one"))!.EndedTransactions);
        await AskAsync(left);

        await LapseAsync();
        Assert.Equal(1, (await TakeAsync(acme, "two"))!.EndedTransactions);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => AskAsync(left));
        await AskAsync(elsewhere);
    }

    [Fact]
    public async Task An_area_whose_former_owner_cannot_be_ended_is_not_taken_and_the_next_attempt_ends_it()
    {
        var acme = new CustomerId(CustomerIds.Next("LEASE"));
        var first = await TakeAsync(acme, "one");
        await using var left = await BeginStoringAsync(acme);
        await LapseAsync();
        await postgres.ExecuteAsOwnerAsync("revoke execute on function pg_terminate_backend(int, bigint) from public");
        try
        {
            await Assert.ThrowsAsync<FileExchangeException>(() => TakeAsync(acme, "two"));
        }
        finally
        {
            await postgres.ExecuteAsOwnerAsync("grant execute on function pg_terminate_backend(int, bigint) to public");
        }

        await AskAsync(left);
        var second = await TakeAsync(acme, "two");
        Assert.Equal((first!.Token + 1, "one", 1), (second!.Token, second.TakenFrom, second.EndedTransactions));
    }

    private Task<AreaLease?> TakeAsync(CustomerId customer, string owner) =>
        leases.TryTakeAsync(customer, owner, Duration, CancellationToken.None);

    private Task LapseAsync() => postgres.ExecuteAsOwnerAsync("update exchange.area_lease set lease_until = 'epoch'");

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
