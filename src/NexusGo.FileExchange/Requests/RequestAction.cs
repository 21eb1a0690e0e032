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

/// <summary>What a request is about, and so what is looked up for it.</summary>
internal enum RequestSubject
{
    Cards,
    OrderToDecide,
    DeliveredReport,
    EventsToRepeat,
}

/// <summary>What one action takes and needs.</summary>
internal sealed record RequestRule
{
    /// <summary>Types of selector that it takes.</summary>
    public required IReadOnlyList<RequestSelector> Selectors { get; init; }

    /// <summary>
    /// The right its signer needs; null: any registered person may, as it shows and changes nothing that the area's user could not.
    /// </summary>
    public required PersonRight? Right { get; init; }

    public required RequestSubject Subject { get; init; }

    /// <summary>Whether it changes cards. Then each selected card is read, under the customer's event lock.</summary>
    public required bool ChangesCards { get; init; }

    /// <summary>What happens to each selected card; null: the action has a decision of its own.</summary>
    public CardEventKind? Event { get; init; }
}

/// <summary>The table of actions.</summary>
internal static class RequestRules
{
    private static readonly FrozenDictionary<RequestAction, RequestRule> Rules = new Dictionary<RequestAction, RequestRule>
    {
        [RequestAction.Cancel] = OfCards(PersonRight.Order, CardEventKind.Cancelled, RequestSelector.CustomerRef, RequestSelector.OrderNo,
            RequestSelector.CardNo),
        [RequestAction.Approve] = OfOrder(),
        [RequestAction.Decline] = OfOrder(),
        [RequestAction.Block] = OfCards(PersonRight.Block, CardEventKind.Blocked, RequestSelector.CardNo, RequestSelector.CustomerRef),
        [RequestAction.Unblock] = OfCards(PersonRight.Block, CardEventKind.Unblocked, RequestSelector.CardNo, RequestSelector.CustomerRef),
        [RequestAction.Terminate] = OfCards(PersonRight.Block, CardEventKind.Terminated, RequestSelector.CardNo,
            RequestSelector.CustomerRef),
        [RequestAction.Erase] = OfCards(PersonRight.Erase, null, RequestSelector.CustomerRef, RequestSelector.OrderNo,
            RequestSelector.CardNo, RequestSelector.Person,
            RequestSelector.AllBefore),
        [RequestAction.History] = new()
        {
            Selectors = [RequestSelector.Person, RequestSelector.CustomerRef, RequestSelector.Period],
            Right = PersonRight.History, Subject = RequestSubject.Cards, ChangesCards = false,
        },
        [RequestAction.Report] = new()
        {
            Selectors = [RequestSelector.Seq, RequestSelector.Period, RequestSelector.Full],
            Right = null, Subject = RequestSubject.EventsToRepeat, ChangesCards = false,
        },
        [RequestAction.Delivered] = OfCards(PersonRight.Order, CardEventKind.Delivered, RequestSelector.CardNo, RequestSelector.OrderNo),
        [RequestAction.Consumed] = new()
        {
            Selectors = [RequestSelector.File],
            Right = null, Subject = RequestSubject.DeliveredReport, ChangesCards = false,
        },
    }.ToFrozenDictionary();

    private static readonly string[] ActionWords = WireNames.Of<RequestAction>();
    private static readonly string[] SelectorWords = WireNames.Of<RequestSelector>();

    public static RequestRule Rule(this RequestAction action) => Rules[action];

    public static string ToWireName(this RequestAction action) => ActionWords[(int)action];

    public static string ToWireName(this RequestSelector selector) => SelectorWords[(int)selector];

    /// <param name="word">In capitals.</param>
    public static RequestAction? ActionOf(string word) => Array.IndexOf(ActionWords, word) is var at and >= 0 ? (RequestAction)at : null;

    /// <inheritdoc cref="ActionOf"/>
    public static RequestSelector? SelectorOf(string word) => Array.IndexOf(SelectorWords, word) is var at and >= 0
        ? (RequestSelector)at : null;

    private static RequestRule OfCards(PersonRight right, CardEventKind? happens, params IReadOnlyList<RequestSelector> selectors) =>
        new() { Selectors = selectors, Right = right, Subject = RequestSubject.Cards, ChangesCards = true, Event = happens };

    private static RequestRule OfOrder() => new()
    {
        Selectors = [RequestSelector.File, RequestSelector.OrderNo], Right = PersonRight.Approve, Subject = RequestSubject.OrderToDecide,
        ChangesCards = true,
    };
}
