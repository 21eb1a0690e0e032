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

    private static readonly string[] ActionWords = WireNames.Of<RequestAction>();
    private static readonly string[] SelectorWords = WireNames.Of<RequestSelector>();

    public static RequestRule Rule(this RequestAction action) => Rules[action];

    public static string Word(this RequestAction action) => ActionWords[(int)action];

    public static string Word(this RequestSelector selector) => SelectorWords[(int)selector];

    /// <param name="word">In capitals.</param>
    public static RequestAction? ActionOf(string word) => Array.IndexOf(ActionWords, word) is var at and >= 0 ? (RequestAction)at : null;

    /// <inheritdoc cref="ActionOf"/>
    public static RequestSelector? SelectorOf(string word) => Array.IndexOf(SelectorWords, word) is var at and >= 0 ? (RequestSelector)at : null;
}
