using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>A row of the cursor over staged events and their cards.</summary>
internal static class StagedRow
{
    public static KnownEvent Read(NpgsqlDataReader reader)
    {
        var happened = new CardEvent((CardEventKind)reader.GetInt16(3), reader.GetFieldValue<DateTimeOffset>(2), (ReportFields)reader.GetInt16(4));
        var sourceId = reader.GetString(1);
        if (reader.IsDBNull(14))
        {
            return new KnownEvent(sourceId, null, happened, false, default, "");
        }

        var before = new CardFacts(CardWords.StatusOf(reader.GetString(16)), CardWords.StateOf(reader.GetString(17)), reader.GetBoolean(18), reader.GetBoolean(19))
        {
            LastEventAt = reader.IsDBNull(20) ? null : reader.GetFieldValue<DateTimeOffset>(20),
            IsHeld = reader.GetBoolean(21),
            Expected = (ReportFields)reader.GetInt16(22),
        };
        return new KnownEvent(sourceId, reader.GetGuid(14), happened, reader.GetBoolean(23), before, ChipOf(reader));
    }

    public static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static string ChipOf(NpgsqlDataReader reader)
    {
        var uid = reader.IsDBNull(7) ? "" : Convert.ToHexString(reader.GetFieldValue<byte[]>(7));
        var (type, format, facility, number) = (TextOf(reader, 6), TextOf(reader, 8), TextOf(reader, 9), TextOf(reader, 10));
        return uid.Length == 0 && type is null && format is null && facility is null && number is null ? "" : $"{type}\n{uid}\n{format}\n{facility}\n{number}";
    }
}

/// <summary>What a file's events together do to one card.</summary>
internal sealed class CardChange
{
    private DateTimeOffset latestAt;

    /// <param name="cardId">The card.</param>
    /// <param name="before">Its facts before the file.</param>
    /// <param name="latestAt">When its status or state last changed, as customers were told.</param>
    public CardChange(Guid cardId, CardFacts before, DateTimeOffset latestAt)
    {
        CardId = cardId;
        Before = After = before;
        this.latestAt = latestAt;
    }

    public Guid CardId { get; }
    public CardFacts Before { get; }
    public CardFacts After { get; private set; }
    public DateTimeOffset? StatusAt { get; private set; }
    public DateTimeOffset? StateAt { get; private set; }
    public DateTimeOffset? ProducedAt { get; private set; }
    public DateTimeOffset? ShippedAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? InvoicedAt { get; private set; }
    public DateTimeOffset? HeldAt { get; private set; }

    public bool IsChange => After != Before;

    /// <summary>
    /// Takes one event in and returns the time it is told with: the partner's, but never before what was told of the card already. Its clock is not ours,
    /// and whoever reads back-reports in the order of their times must end with the present status.
    /// </summary>
    public DateTimeOffset Take(in CardEvent happened, in LifeCycleStep step, DateTimeOffset now)
    {
        var time = happened.Time;
        if (step.Effect == EventEffect.Applied && happened.Kind != CardEventKind.Invoiced)
        {
            latestAt = time = time > latestAt ? time : latestAt;
        }

        StatusAt = step.Facts.Status == After.Status ? StatusAt : time;
        StateAt = step.Facts.State == After.State ? StateAt : time;
        HeldAt = !step.Facts.IsHeld ? null : HeldAt ?? now;
        After = step.Facts;
        if (step.Effect == EventEffect.Applied)
        {
            SetTime(happened.Kind, time);
        }

        return time;
    }

    private void SetTime(CardEventKind kind, DateTimeOffset time)
    {
        switch (kind)
        {
            case CardEventKind.Produced:
                ProducedAt = time;
                break;
            case CardEventKind.Shipped:
                ShippedAt = time;
                break;
            case CardEventKind.Delivered:
                DeliveredAt = time;
                break;
            case CardEventKind.Invoiced:
                InvoicedAt = time;
                break;
        }
    }
}
