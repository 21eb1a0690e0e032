using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Retention;

/// <summary>What of a customer's was touched in an interval, for the assessment of an incident.</summary>
public sealed record IncidentReport
{
    public required string Customer { get; init; }
    public required IReadOnlyList<IncidentFile> Files { get; init; }
    /// <summary>Reports brought to the customer in the interval, by name.</summary>
    public required IReadOnlyList<string> Reports { get; init; }
    /// <summary>Cards ordered, or to which something happened.</summary>
    public required long Cards { get; init; }
    /// <summary>Numbers of those cards that still have one, at most <see cref="MostNumbers"/>.</summary>
    public required IReadOnlyList<long> CardNumbers { get; init; }
    /// <summary>Different persons among those cards, by their keyed index.</summary>
    public required long Persons { get; init; }
    /// <summary>Cards without an identity number: each may be a person of its own.</summary>
    public required long CardsWithoutPerson { get; init; }
    /// <summary>Cards among them that have been erased by now.</summary>
    public required long Erased { get; init; }

    public const int MostNumbers = 10_000;
}

public sealed record IncidentFile(Guid FileId, string Name, string Kind, DateTimeOffset ClaimedAt, string? FileStatus, int? Rows);

/// <summary>A card as an operator's erasure looks at it.</summary>
public sealed record ErasableCard(Guid CardId, bool IsProduced, bool IsInvoiced);

/// <summary>What operators and data protection officers ask about cards without opening one, and what they have done to them.</summary>
internal interface IRegister
{
    Task<IncidentReport> IncidentAsync(CustomerId customer, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Cards not erased yet: one by its number, those of an order, or, both null, all.</summary>
    Task<IReadOnlyList<ErasableCard>> CardsAsync(CustomerId customer, long? cardNo, long? orderNo, CancellationToken cancellationToken);

    /// <summary>Erases these in one transaction. Returns how many.</summary>
    Task<int> EraseAsync(CustomerId customer, ErasureOrder order, IReadOnlyList<Guid> cards, CancellationToken cancellationToken);

    /// <summary>Removes the customer's files that nobody recognised.</summary>
    Task RemoveSetAsideAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>How many reports for the customer are still to be delivered.</summary>
    Task<long> CountUndeliveredAsync(CustomerId customer, CancellationToken cancellationToken);

    /// <summary>Each card that holds something, in the order of their ids.</summary>
    Task ReadSealedAsync(CustomerId customer, Action<SealedCard> onCard, CancellationToken cancellationToken);
}
