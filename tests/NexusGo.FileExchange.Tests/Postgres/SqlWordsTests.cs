using System.Text.RegularExpressions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;

namespace NexusGo.FileExchange.Tests.Postgres;

/// <summary>The words that a check of the tables allows are those that the code writes. A later check of a name counts.</summary>
public sealed partial class SqlWordsTests
{
    private static readonly ILookup<string, string[]> Checks = Migration.FromAssembly(typeof(Migration).Assembly)
        .SelectMany(migration => WordCheck().Matches(migration.Sql))
        .ToLookup(match => match.Groups["name"].Value,
            match => Quoted().Matches(match.Groups["words"].Value).Select(word => word.Groups[1].Value).ToArray());

    public static TheoryData<string, string[]> Words => new()
    {
        { "ck_card_status", [.. Enum.GetValues<CardStatus>().Select(status => status.ToWireName())] },
        { "ck_card_state", [.. Enum.GetValues<CardState>().Select(state => state.ToWireName())] },
        { "ck_request_outcome", [.. Enum.GetValues<RequestOutcome>().Select(outcome => outcome.ToWireName())] },
        { "ck_pending_report_signal",
            [.. Enum.GetValues<ConsumedSignal>().Select(signal => signal.ToWireName()), SignalWords.Erased, SignalWords.Reissued] },
        { "ck_card_event_effect", WireNames.Of<EventEffect>() },
        { "ck_inbound_file_state", [.. FileStates.All] },
        { "ck_inbound_file_status", [.. FileStatuses.All] },
        { "ck_card_order_approval", [.. OrderApproval.All] },
        { "ck_key_destruction_cause", WordsOf("cause") },
    };

    /// <summary>
    /// The words that statements of the source write into a column of vault.key_destruction, at the place where the column is listed.
    /// </summary>
    private static string[] WordsOf(string column) =>
        [.. Directory.EnumerateFiles(Path.Combine(Architecture.Repository.Root, "src/NexusGo.FileExchange/Adapters/Postgres"), "*",
        SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".sql")
        .SelectMany(file => KeyDestruction().Matches(File.ReadAllText(file)))
        .Select(match => match.Groups["values"]
            .Value.Split(',')[Array.FindIndex(match.Groups["columns"].Value.Split(','), name => name.Trim() == column)].Trim().Trim('\''))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_check_allows_what_the_code_writes_and_nothing_else(string constraint, string[] words) =>
        Assert.Equal(words.Order(StringComparer.Ordinal), Checks[constraint].Last().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_check_of_words_is_compared() =>
        Assert.Equal(Checks.Select(check => check.Key).Distinct().Order(StringComparer.Ordinal),
            Words.Select(row => (string)row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Outcomes_of_rows_are_statuses_of_cards_but_for_unchanged() =>
        Assert.Equal(["UNCHANGED"], Enum.GetValues<RowOutcome>().Select(outcome => outcome.ToWireName())
            .Except(Enum.GetValues<CardStatus>().Select(status => status.ToWireName())));

    [GeneratedRegex(@"constraint (?<name>\w+) check \(\w+ in \((?<words>[^)]*)\)\)")]
    private static partial Regex WordCheck();

    [GeneratedRegex(@"insert into vault\.key_destruction \((?<columns>[^)]*)\)\s+select (?<values>[^\n]*)")]
    private static partial Regex KeyDestruction();

    [GeneratedRegex("'([A-Z_]+)'")]
    private static partial Regex Quoted();
}
