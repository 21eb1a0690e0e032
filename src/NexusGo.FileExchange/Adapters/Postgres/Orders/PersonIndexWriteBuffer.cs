using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which of an order's cards are of which person, until enough of them wait to be added to the register in one go. Sorted as their index is, each of its pages
/// is visited once for many of them and not once for each, which makes them three times cheaper.
/// </summary>
internal sealed class PersonIndexWriteBuffer
{
    /// <summary>The first go is small, and each twice as large as the one before: a file of some ten thousand rows has most of them behind it when its last row is read.</summary>
    private const int FirstMany = 1 << 13;

    /// <summary>5 MB of them. Half as many would be a quarter dearer each, twice as many a sixth cheaper.</summary>
    private const int Many = 1 << 18;

    /// <summary>Most orders are small; a larger one gets room for all that may ever wait.</summary>
    private const int Few = 1 << 12;

    /// <summary>Looking for more than so many takes longer than adding all that wait.</summary>
    private const int FewLookedUp = 16;

    private UInt128[] persons = [];
    private uint[] cards = [];
    private int many = FirstMany;

    public int Count { get; private set; }

    /// <summary>It is time to add them.</summary>
    public bool AreMany => Count >= many;

    /// <summary>In the order of <see cref="Add"/>, or by person after <see cref="Sort"/>.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    /// <returns>The person's keyed index and which of its order's cards it is (<see cref="CardIds.CounterOf"/>).</returns>
    public (UInt128 Person, uint Card) this[int index] => (persons[index], cards[index]);

    /// <param name="person">The person's keyed index.</param>
    /// <param name="card">One of the order's cards.</param>
    public void Add(UInt128 person, Guid card)
    {
        if (Count == persons.Length)
        {
            var room = Count == 0 ? 256 : Count < Few ? 2 * Count : Many + OrderBatch.MaxRows;
            Array.Resize(ref persons, room);
            Array.Resize(ref cards, room);
        }

        (persons[Count], cards[Count]) = (person, CardIds.CounterOf(card));
        Count++;
    }

    /// <summary>"No" is certain.</summary>
    public bool MayHave(IReadOnlyList<UInt128> lookedUp)
    {
        if (lookedUp.Count > FewLookedUp)
        {
            return Count > 0;
        }

        foreach (var person in lookedUp)
        {
            if (persons.AsSpan(0, Count).Contains(person))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>As PostgreSQL sorts uuids: byte by byte.</summary>
    public void Sort() => Array.Sort(persons, cards, 0, Count);

    public void Clear()
    {
        many = Count >= many ? Math.Min(2 * many, Many) : many;
        Count = 0;
    }
}
