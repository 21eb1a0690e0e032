namespace NexusGo.FileExchange.Production;

/// <summary>
/// Where a card is on its way from the order to its holder. The words in the tables and back-reports are these in capitals with
/// underscores.
/// </summary>
public enum CardStatus : byte
{
    OnHold,
    Accepted,
    Ordered,
    InProduction,
    Produced,
    Shipped,
    /// <summary>Final.</summary>
    Delivered,
    Returned,
    /// <summary>Final.</summary>
    Destroyed,
    Failed,
    /// <summary>Final.</summary>
    Cancelled,
    /// <summary>Final.</summary>
    Rejected,
}

/// <summary>What a finished card may be used for; independent of where it is.</summary>
public enum CardState : byte
{
    /// <summary>Not produced yet.</summary>
    None,
    Active,
    Blocked,
    /// <summary>Final.</summary>
    Terminated,
    /// <summary>Final.</summary>
    Expired,
}

/// <summary>What can happen to a card.</summary>
public enum CardEventKind : byte
{
    // Told by the production partner.
    InProduction,
    Produced,
    Failed,
    Shipped,
    Delivered,
    Returned,
    Destroyed,
    Invoiced,
    // Done by us or asked for by the customer; the partner, too, tells of Cancelled.
    Accepted,
    OnHold,
    Rejected,
    Ordered,
    Cancelled,
    Blocked,
    Unblocked,
    Terminated,
    Expired,
    Erased,
}

/// <summary>The words of tables and files.</summary>
public static class CardWords
{
    private static readonly string[] Statuses = WireNames.Of<CardStatus>();
    private static readonly string[] States = WireNames.Of<CardState>();
    private static readonly string[] Kinds = WireNames.Of<CardEventKind>();

    public static string ToWireName(this CardStatus status) => Statuses[(int)status];

    public static string ToWireName(this CardState state) => States[(int)state];

    public static string ToWireName(this CardEventKind kind) => Kinds[(int)kind];

    /// <exception cref="ArgumentException">No such word: the table's own check was passed over.</exception>
    public static CardStatus StatusOf(string word) => (CardStatus)Find(Statuses, word);

    /// <inheritdoc cref="StatusOf"/>
    public static CardState StateOf(string word) => (CardState)Find(States, word);

    /// <inheritdoc cref="StatusOf"/>
    public static CardEventKind KindOf(string word) => (CardEventKind)Find(Kinds, word);

    public static bool TryKind(ReadOnlySpan<char> word, out CardEventKind kind)
    {
        for (var i = 0; i < Kinds.Length; i++)
        {
            if (word.Equals(Kinds[i], StringComparison.OrdinalIgnoreCase))
            {
                kind = (CardEventKind)i;
                return true;
            }
        }

        kind = default;
        return false;
    }

    private static int Find(string[] words, string word) =>
        Array.IndexOf(words, word) is var at and >= 0 ? at : throw new ArgumentException("A word that no card has.", nameof(word));
}
