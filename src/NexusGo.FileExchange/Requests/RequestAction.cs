using System.Collections.Frozen;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Requests;

/// <summary>What can be asked for. The words in files and tables are these in capitals.</summary>
internal enum RequestAction
{
    Cancel,
    Approve,
    Decline,
    Block,
    Unblock,
    Terminate,
    Erase,
    History,
    Report,
    Delivered,
    Consumed,
}

/// <summary>How a request says what it is about. The words in files are these in capitals with underscores.</summary>
internal enum RequestSelector
{
    CustomerRef,
    OrderNo,
    CardNo,
    File,
    Person,
    AllBefore,
    Period,
    Seq,
    Full,
}

/// <summary>What one action takes and needs.</summary>
/// <param name="Selectors">Types of selector that it takes.</param>
/// <param name="Right">The right its signer needs; null: any registered person may, as it shows and changes nothing that the area's user could not.</param>
/// <param name="Event">What happens to each selected card; null: the action is not about single cards' life.</param>
internal sealed record RequestRule(IReadOnlyList<RequestSelector> Selectors, PersonRight? Right, CardEventKind? Event = null);

/// <summary>The table of actions.</summary>
internal static class RequestRules
{
    private static readonly FrozenDictionary<RequestAction, RequestRule> Rules = new Dictionary<RequestAction, RequestRule>
    {
        [RequestAction.Cancel] = new([RequestSelector.CustomerRef, RequestSelector.OrderNo, RequestSelector.CardNo], PersonRight.Order, CardEventKind.Cancelled),
        [RequestAction.Approve] = new([RequestSelector.File, RequestSelector.OrderNo], PersonRight.Approve),
        [RequestAction.Decline] = new([RequestSelector.File, RequestSelector.OrderNo], PersonRight.Approve),
        [RequestAction.Block] = new([RequestSelector.CardNo, RequestSelector.CustomerRef], PersonRight.Block, CardEventKind.Blocked),
        [RequestAction.Unblock] = new([RequestSelector.CardNo, RequestSelector.CustomerRef], PersonRight.Block, CardEventKind.Unblocked),
        [RequestAction.Terminate] = new([RequestSelector.CardNo, RequestSelector.CustomerRef], PersonRight.Block, CardEventKind.Terminated),
        [RequestAction.Erase] = new([RequestSelector.CustomerRef, RequestSelector.OrderNo, RequestSelector.CardNo, RequestSelector.Person, RequestSelector.AllBefore], PersonRight.Erase),
        [RequestAction.History] = new([RequestSelector.Person, RequestSelector.CustomerRef, RequestSelector.Period], PersonRight.History),
        [RequestAction.Report] = new([RequestSelector.Seq, RequestSelector.Period, RequestSelector.Full], Right: null),
        [RequestAction.Delivered] = new([RequestSelector.CardNo, RequestSelector.OrderNo], PersonRight.Order, CardEventKind.Delivered),
        [RequestAction.Consumed] = new([RequestSelector.File], Right: null),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, RequestAction> Actions =
        Enum.GetValues<RequestAction>().ToFrozenDictionary(action => action.ToString().ToUpperInvariant(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<RequestSelector, string> SelectorWords =
        Enum.GetValues<RequestSelector>().ToFrozenDictionary(one => one, one => string.Concat(one.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString())));

    private static readonly FrozenDictionary<string, RequestSelector> Selectors = SelectorWords.ToFrozenDictionary(one => one.Value, one => one.Key, StringComparer.Ordinal);

    public static RequestRule Rule(this RequestAction action) => Rules[action];

    public static string ToWireName(this RequestAction action) => action.ToString().ToUpperInvariant();

    public static string ToWireName(this RequestSelector selector) => SelectorWords[selector];

    /// <param name="word">In capitals.</param>
    public static RequestAction? ActionOf(string word) => Actions.TryGetValue(word, out var action) ? action : null;

    /// <inheritdoc cref="ActionOf"/>
    public static RequestSelector? SelectorOf(string word) => Selectors.TryGetValue(word, out var selector) ? selector : null;
}
