using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>The facts of a card as columns of a query.</summary>
internal static class CardFactsRow
{
    /// <summary>The columns that <see cref="Read"/> expects, of orders.card c.</summary>
    public const string Columns = """
        c.status, c.card_state, c.invoiced_at is not null, c.erased_at is not null, c.last_event_at, c.held_at is not null,
        c.expected_fields, c.cancel_asked_at is not null
        """;

    /// <summary>With which time the card's present status or state was reported.</summary>
    public const string ReportedAt = "greatest(c.status_at, c.card_state_at)";

    /// <param name="reader">At a row.</param>
    /// <param name="first">Where <see cref="Columns"/> begin.</param>
    public static CardFacts Read(NpgsqlDataReader reader, int first) =>
        new(CardWords.StatusOf(reader.GetString(first)), CardWords.StateOf(reader.GetString(first + 1)), reader.GetBoolean(first + 2),
            reader.GetBoolean(first + 3))
        {
            LastEventAt = reader.IsDBNull(first + 4) ? null : reader.GetFieldValue<DateTimeOffset>(first + 4),
            IsHeld = reader.GetBoolean(first + 5),
            Expected = (ReportFields)reader.GetInt16(first + 6),
            IsCancelling = reader.GetBoolean(first + 7),
        };
}
