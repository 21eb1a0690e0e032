using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.Tests.Production;

/// <summary>The double keeps the contract that PostgreSQL keeps.</summary>
public sealed class InMemoryEventTransactionTests : EventTransactionContract
{
    private readonly InMemoryCardRegister register = new();
    private readonly InMemoryProductionStore store;
    private long lastNumber = 10_000_000_000;

    public InMemoryEventTransactionTests() => store = new InMemoryProductionStore(register);

    private protected override (string One, string Other) Customers => ("ACME", "BETA");

    private protected override Task<long> AddCardAsync(string customer, CardFacts facts)
    {
        register.Add(customer, ++lastNumber, facts, Noon);
        return Task.FromResult(lastNumber);
    }

    private protected override Task<IEventTransaction> BeginAsync() =>
        store.BeginEventsAsync(EventFiles.Claimed("EVT_1.csv"), CancellationToken.None);

    private protected override Task<RegisteredCard> CardAsync(long cardNo) => Task.FromResult(register.Find(cardNo)!.Value);

    private protected override Task<IReadOnlyList<(CardEventKind Kind, EventEffect Effect, DateTimeOffset Time)>> EventsAsync(
        long cardNo) =>
        Task.FromResult<IReadOnlyList<(CardEventKind, EventEffect, DateTimeOffset)>>(
            [.. register.Events.Where(one => one.CardId == register.Find(cardNo)!.Value.CardId)
                .Select(one => (one.Kind, one.Step.Effect, one.Time))]);

    private protected override Task<int> ChipsAsync(long cardNo) => Task.FromResult(register.Chips.Count);

    private protected override Task CommitAsync(IEventTransaction transaction) =>
        transaction.CommitAsync(EventFiles.Verdict, [], CancellationToken.None);
}
