using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>What the register knows about a batch's rows. Used again for the next batch.</summary>
internal sealed class KnownCards
{
    /// <summary>Cards of the register by reference index.</summary>
    public Dictionary<UInt128, KnownCard> ByRef { get; } = [];

    /// <summary>Places of the batch's own rows that became cards, by reference index.</summary>
    public Dictionary<UInt128, int> OwnRows { get; } = [];

    /// <summary>Persons (index) and products ordered lately.</summary>
    public HashSet<(UInt128 Person, string Product)> Persons { get; } = new(new PersonComparer());

    /// <summary>Which of the card numbers to be replaced are this customer's and not replaced by another card already.</summary>
    public HashSet<long> CardNumbers { get; } = [];

    public void Clear()
    {
        ByRef.Clear();
        OwnRows.Clear();
        Persons.Clear();
        CardNumbers.Clear();
    }

    /// <summary>The index is random already; the few products of a person need no hash of their own.</summary>
    private sealed class PersonComparer : IEqualityComparer<(UInt128 Person, string Product)>
    {
        public bool Equals((UInt128 Person, string Product) x, (UInt128 Person, string Product) y) =>
            x.Person == y.Person && string.Equals(x.Product, y.Product, StringComparison.Ordinal);

        public int GetHashCode((UInt128 Person, string Product) obj) => (int)obj.Person;
    }
}

/// <param name="Card">The card and its key.</param>
/// <param name="OrderNo">With check digit; 0: of the order that is just being stored.</param>
/// <param name="CardNo">With check digit; 0: not numbered yet.</param>
internal readonly record struct KnownCard(SealedCard Card, long OrderNo, long CardNo)
{
    public override string ToString() => Card.ToString();
}
