using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Production;

/// <summary>
/// PostgreSQL keeps the contract of event files. Cards come from order files, and their facts are then set as a test wants them.
/// </summary>
public sealed class PostgresEventTransactionTests : EventTransactionContract, IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly Dictionary<string, (ExchangeRig Rig, CardMaker Cards)> customers = [];
    private int cards;

    private protected override (string One, string Other) Customers => ("ONE", "OTHER");

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        foreach (var customer in new[] { "ONE", "OTHER" })
        {
            var rig = ExchangeRig.Create(postgres.ConnectionString, customer);
            customers.Add(customer, (rig, new CardMaker(rig, new PartnerRig(rig))));
        }

        await postgres.QueryAsOwnerAsync<long>(
            "insert into exchange.area_lease values ('PRODUCTION', 'test', 1, 'infinity') returning token");
    }

    public async Task DisposeAsync()
    {
        foreach (var (rig, _) in customers.Values)
        {
            await rig.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }

    private protected override async Task<long> AddCardAsync(string customer, CardFacts facts)
    {
        var ordered = await customers[customer].Cards.OrderAsync($"R{++cards};ID-STD;Åsa;Öberg;;HQ;");
        var number = long.Parse(ordered.Values.Single(), CultureInfo.InvariantCulture);
        var noon = Noon.ToString("O", CultureInfo.InvariantCulture);
        await postgres.QueryAsOwnerAsync<long>(string.Create(CultureInfo.InvariantCulture, $"""
            update orders.card set status = '{facts.Status.ToWireName()}', card_state = '{facts.State.ToWireName()}', status_at = '{noon}',
                expected_fields = {(short)facts.Expected},
                invoiced_at = {(facts.IsInvoiced ? $"'{noon}'::timestamptz" : "null")}
            where card_no = {number} returning card_no
            """));
        return number;
    }

    private protected override async Task<IEventTransaction> BeginAsync()
    {
        var file = EventFiles.Claimed($"EVT_{Guid.NewGuid():N}.csv");
        await postgres.QueryAsOwnerAsync<Guid>($"""
            insert into exchange.inbound_file (file_id, customer_id, path, version, name, kind, is_test, state, lease_token, attempts,
                next_attempt_at, size_bytes,
                modified_seconds, first_seen_at, claimed_at)
            values ('{file.FileId}', 'PRODUCTION', '{file.Name}', 1, '{file.Name}', 'EVT', false, 'CLAIMED', 1, 1, 'epoch', 1, 1, 'epoch',
                'epoch') returning file_id
            """);
        return await customers["ONE"].Rig.Services.GetRequiredService<IProductionStore>().BeginEventsAsync(file, CancellationToken.None);
    }

    private protected override async Task<RegisteredCard> CardAsync(long cardNo)
    {
        var found = await postgres.QueryAsOwnerAsync<string>(string.Create(CultureInfo.InvariantCulture, $"""
            select concat_ws('|', card_id, customer_id, status, card_state, invoiced_at is not null, held_at is not null,
                greatest(status_at, card_state_at) at time zone 'UTC')
            from orders.card where card_no = {cardNo}
            """));
        var parts = found!.Split('|');
        var facts = new CardFacts(CardWords.StatusOf(parts[2]), CardWords.StateOf(parts[3]), parts[4] == "t",
            IsErased: false) { IsHeld = parts[5] == "t" };
        return new RegisteredCard(Guid.Parse(parts[0]), parts[1], facts,
            DateTimeOffset.Parse(parts[6] + "Z", CultureInfo.InvariantCulture));
    }

    private protected override async Task<IReadOnlyList<(CardEventKind Kind, EventEffect Effect, DateTimeOffset Time)>> EventsAsync(
        long cardNo)
    {
        var found = await postgres.QueryAsOwnerAsync<string>(string.Create(CultureInfo.InvariantCulture, $"""
            select coalesce(string_agg(concat_ws('|', e.kind, e.effect, e.event_time at time zone 'UTC'), ',' order by e.position), '')
            from orders.card_event e join orders.card c using (card_id) where c.card_no = {cardNo}
            """));
        return [.. found!.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('|'))
            .Select(parts => (CardWords.KindOf(parts[0]),
            Enum.Parse<EventEffect>(parts[1], ignoreCase: true), DateTimeOffset.Parse(parts[2] + "Z", CultureInfo.InvariantCulture)))];
    }

    private protected override async Task<int> ChipsAsync(long cardNo) => (int)await postgres.QueryAsOwnerAsync<long>(
        string.Create(CultureInfo.InvariantCulture,
            $"select count(*) from orders.card_chip h join orders.card c using (card_id) where c.card_no = {cardNo}"));

    private protected override Task CommitAsync(IEventTransaction transaction) =>
        transaction.CommitAsync(EventFiles.Verdict, [], CancellationToken.None);
}
