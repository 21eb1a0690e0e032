using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Operators;

/// <summary>What the database knows of customers' order files.</summary>
public sealed class ArrivalTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly DateTimeOffset Now = new(2026, 2, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_last_order_a_missing_number_and_what_is_forgiven_are_found()
    {
        await postgres.ExecuteAsOwnerAsync("""
            insert into exchange.inbound_file (file_id, customer_id, path, version, name, kind, is_test, state, lease_token, attempts,
                next_attempt_at, size_bytes, modified_seconds, first_seen_at, claimed_at, sequence_no)
            select gen_random_uuid(), c, convert_to(c || n, 'UTF8'), n, 'ORD_' || n, case when n = 9 then 'REQ' else 'ORD' end, n = 8,
                'CLOSED', 1, 1,
                t, 1, 1, t, t, n
            from (select c, n, timestamptz '2026-02-01 00:00Z' + n * interval '1 h' as t
                from unnest(array['GAPPY', 'WHOLE']) c, generate_series(1, 9) n where c = 'WHOLE' or n not in (3, 4)) s
            """);
        var store = new ArrivalStore(postgres.Database);
        await store.ForgiveAsync(new CustomerId("WHOLE"), Now.AddDays(3), "holidays", "anna", Now, CancellationToken.None);
        var facts = await store.OfAsync(["GAPPY", "WHOLE", "NEWONE"], Now, CancellationToken.None);

        Assert.Equal((3L, new DateTimeOffset(2026, 2, 1, 7, 0, 0, TimeSpan.Zero), null),
            (facts["GAPPY"].MissingNumber, facts["GAPPY"].LastOrderAt, facts["GAPPY"].ForgivenUntil));
        Assert.Equal((null, Now.AddDays(3)), (facts["WHOLE"].MissingNumber, facts["WHOLE"].ForgivenUntil));
        Assert.Null(facts["NEWONE"].LastOrderAt);
        Assert.Equal("ARRIVAL_FORGIVEN holidays",
            await postgres.QueryAsOwnerAsync<string>("select action || ' ' || detail from audit.entry where customer_id = 'WHOLE'"));
    }
}
