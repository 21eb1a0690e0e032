using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Testing.Stores;

/// <summary>What the suites about batches, events and back-reports have in common: ordered cards of a customer of the test's own.</summary>
public abstract class CardStoreContract : StoreContract
{
    /// <summary>A row of an order.</summary>
    protected const string Ida = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n";

    /// <summary>A row about another person.</summary>
    protected const string Bo = "B1;ID-STD;Bo;Al;199001029801;HQ\r\n";

    private int files;

    /// <summary>Of the customer's area.</summary>
    internal AreaLease Lease { get; private set; } = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Lease = await LeaseAsync();
    }

    /// <summary>Orders cards in one file; the first one's number.</summary>
    internal async Task<long> OrderAsync(string rows) => (await OrderAsync(Lease, $"ORD_{++files}.csv", rows)).CardNos[0];
}
