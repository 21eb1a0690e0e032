namespace NexusGo.FileExchange.Production;

/// <summary>A report that waits.</summary>
/// <param name="EventId">Its id with us; what a decision names.</param>
/// <param name="Customer">Whose card.</param>
/// <param name="CardNo">The card; null once it is erased.</param>
/// <param name="ProductCode">Its layout.</param>
/// <param name="ReportedAt">When it came.</param>
/// <param name="Missing">The event columns that are empty.</param>
/// <param name="Behind">Later events of the card that wait with it.</param>
public sealed record HeldReport(Guid EventId, string Customer, long? CardNo, string ProductCode, DateTimeOffset ReportedAt,
    IReadOnlyList<string> Missing, int Behind);

/// <param name="Held">Reports that wait.</param>
/// <param name="HeldSince">The oldest of them came then.</param>
/// <param name="Refused">Events refused within the last seven days.</param>
/// <param name="Latest">The latest of both kinds, newest first.</param>
public sealed record EventTroubles(int Held, DateTimeOffset? HeldSince, int Refused, IReadOnlyList<EventTrouble> Latest)
{
    /// <summary>Stages in which cards are for longer than agreed.</summary>
    public IReadOnlyList<OverdueStage> Overdue { get; init; } = [];

    /// <summary>Batches and cancellations that the partner has not taken in time.</summary>
    public int NotTaken { get; init; }

    /// <summary>Whether somebody has to act.</summary>
    public bool IsAlarm => Overdue.Count > 0 || NotTaken > 0;

    /// <summary>How far back refused events are counted.</summary>
    public static readonly TimeSpan RefusedWithin = TimeSpan.FromDays(7);

    /// <summary>How many of the latest are named.</summary>
    public const int LatestCount = 5;
}

/// <summary>An event that did not change its card; its effect is HELD or REFUSED.</summary>
public sealed record EventTrouble(Guid EventId, string Customer, string Kind, string Effect, string? Code, DateTimeOffset RecordedAt);
