namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which cards of a file are of which person, until enough of them wait to be added to the register in one go. Sorted as their index is, each of its pages is
/// visited once for all of them and not once for each: with a register of a million cards that is three times cheaper.
/// </summary>
internal sealed class WaitingPersons
{
    /// <summary>4 MB of them.</summary>
    private const int Many = 1 << 17;

    /// <summary>Looking for more than so many takes longer than adding all that wait.</summary>
    private const int FewLookedUp = 16;

    private UInt128[] persons = [];
    private Guid[] cards = [];

    public int Count { get; private set; }

    /// <summary>It is time to add them.</summary>
    public bool AreMany => Count >= Many;

    /// <summary>In the order of <see cref="Add"/>, or by person after <see cref="Sort"/>.</summary>
    public (UInt128 Person, Guid Card) this[int index] => (persons[index], cards[index]);

    public void Add(UInt128 person, Guid card)
    {
        if (Count == persons.Length)
        {
            var room = Math.Max(256, 2 * Count);
            Array.Resize(ref persons, room);
            Array.Resize(ref cards, room);
        }

        (persons[Count], cards[Count]) = (person, card);
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

    public void Clear() => Count = 0;
}
