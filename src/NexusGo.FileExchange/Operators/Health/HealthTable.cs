namespace NexusGo.FileExchange.Operators.Health;

/// <summary>How the service and each area are: worst first, with reasons. Pure: the same facts give the same table, whoever asks.</summary>
public sealed record HealthTable
{
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Everything that is not as it should be: worst first, then the service before areas, then oldest first. Rows at the end whose level
    /// is good are notes: worth knowing, nothing to do.
    /// </summary>
    public required IReadOnlyList<HealthRow> Rows { get; init; }

    /// <summary>Every area that was judged, with its level, by id.</summary>
    public required IReadOnlyDictionary<string, HealthLevel> Areas { get; init; }

    /// <summary>
    /// The service is down when a rule of its own says so, or when every enabled area is; one area that is down makes it degraded.
    /// </summary>
    public required HealthLevel Level { get; init; }

    public static HealthTable Judge(ServiceFacts service, IReadOnlyList<AreaFacts> areas)
    {
        var whole = ServiceRules.All.Select(rule => RowOf(rule, "", rule.Judge(service))).OfType<HealthRow>().ToList();
        var rows = areas.SelectMany(area => AreaRules.All.Select(rule => RowOf(rule, area.Area, rule.Judge(area)))).OfType<HealthRow>()
            .Concat(whole)
            .OrderByDescending(row => row.Level).ThenBy(row => row.Area.Length > 0).ThenBy(row => row.Since ?? DateTimeOffset.MaxValue)
            .ThenBy(row => row.Area, StringComparer.Ordinal).ToList();
        var byArea = rows.ToLookup(row => row.Area);
        var levels = areas.ToDictionary(area => area.Area, area => WorstOf(byArea[area.Area]));
        return new HealthTable
        {
            At = service.Now,
            Rows = rows,
            Areas = levels,
            Level = WorstOf(whole) == HealthLevel.Down || IsEverybodyDown(areas, levels) ? HealthLevel.Down
                : rows.Exists(row => row.Level != HealthLevel.Good) ? HealthLevel.Degraded : HealthLevel.Good,
        };
    }

    /// <summary>The level of one area; the service being down is the area's, too.</summary>
    public HealthLevel LevelOf(string area) => Rows.Any(row => row is { Area: "", Level: HealthLevel.Down }) ? HealthLevel.Down
        : Areas.GetValueOrDefault(area);

    private static bool IsEverybodyDown(IReadOnlyList<AreaFacts> areas, Dictionary<string, HealthLevel> levels)
    {
        var working = areas.Where(area => area.IsEnabled || area.Profile is null).ToList();
        return working.Count > 0 && working.TrueForAll(area => levels[area.Area] == HealthLevel.Down);
    }

    private static HealthLevel WorstOf(IEnumerable<HealthRow> rows) => rows.Select(row => row.Level).DefaultIfEmpty().Max();

    private static HealthRow? RowOf<TFacts>(HealthRule<TFacts> rule, string area, HealthFinding? finding) => finding is null ? null
        : new HealthRow(area, rule.Name, finding.Level, finding.Reason, finding.Since, rule.IsLate);
}
