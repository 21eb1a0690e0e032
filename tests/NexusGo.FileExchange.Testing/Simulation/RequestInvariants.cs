using System.Globalization;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// What has to be true of cards that customers cancel or have erased, and of customers under a hold, in plain words beside the code.
/// </summary>
internal sealed class RequestInvariants(SimulationWorld world, Action<string, string> breaks)
{
    public const string ErasedStaysErased = "What is erased stays erased";
    public const string AHoldHolds = "Under a hold nothing is erased";
    public const string NotTooEarly = "Only what is produced and invoiced, or cancelled, is erased";
    public const string OnlyAsked = "Nothing is erased that nobody asked for";
    public const string DoneAsTold = "What a request was told is what happened";
    public const string CancelledIsNotMade = "A cancelled card is not made";

    private readonly HashSet<Guid> erased = [];

    /// <summary>How many cards there were when a request was stored: it is about none that came later.</summary>
    private readonly Dictionary<(string Customer, string RequestRef), int> cardsAt = [];
    private long changesSeen;

    /// <summary>After every event.</summary>
    public void AfterStep()
    {
        if (world.Exchange.AnsweredRequests.Count != cardsAt.Count)
        {
            foreach (var (customer, reference) in world.Exchange.AnsweredRequests.Keys)
            {
                cardsAt.TryAdd((customer.Value, reference), world.Exchange.Cards.Count);
            }
        }

        if (world.Exchange.Register.Changes == changesSeen)
        {
            return;
        }

        changesSeen = world.Exchange.Register.Changes;
        foreach (var card in world.Exchange.Cards)
        {
            var facts = world.Exchange.Register.Cards[card.Card.CardId].Card.Facts;
            if (facts.IsErased != card.Card.Content.IsEmpty || (erased.Contains(card.Card.CardId) && !facts.IsErased))
            {
                breaks(ErasedStaysErased, $"card {card.CardNo} of {card.Customer} has content, or counts as not erased");
            }

            if (!facts.IsErased || !erased.Add(card.Card.CardId))
            {
                continue;
            }

            if (world.Exchange.HoldsInForce.Contains(card.Customer))
            {
                breaks(AHoldHolds, $"card {card.CardNo} of {card.Customer} was erased");
            }

            if (facts is not ({ Status: CardStatus.Cancelled } or { State: not CardState.None, IsInvoiced: true }))
            {
                breaks(NotTooEarly, $"card {card.CardNo} of {card.Customer} is {facts.Status}");
            }
        }
    }

    /// <summary>
    /// What is asked for and not done yet; null: nothing. A card that was cancelled under a hold is left to the night, which is not played.
    /// </summary>
    public string? Unfinished() => world.Exchange.HoldsInForce.Count > 0 ? "a hold is in force"
        : world.Partner is not null && world.Exchange.ScheduledErasures.Any(one =>
            world.Exchange.Register.Cards[one.CardId].Card.Facts.Status != CardStatus.Cancelled) ? "an erasure is to come" : null;

    /// <summary>When everything is done.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="results">The lines of all its results.</param>
    public void AtEnd(SimulatedCustomer customer, IReadOnlyList<IReadOnlyDictionary<string, string>> results)
    {
        var cards = results.Where(line => line["outcome"] == "ACCEPTED" && line["card_no"].Length > 0)
            .ToLookup(line => line["ref"], line => world.Exchange.Cards.First(card => card.CardNo
                == long.Parse(line["card_no"], CultureInfo.InvariantCulture)));
        var answers = customer.Requested.ToLookup(asked => asked.Reference, asked => (asked.Act, Outcome: results.FirstOrDefault(line =>
            line["ref"] == asked.RequestRef)?["outcome"]));
        foreach (var reference in cards)
        {
            var cancelled = answers[reference.Key].Count(one => one is (CustomerAct.Cancel, "DONE" or "SCHEDULED"));
            if (reference.Count(world.Exchange.IsCancelled) != cancelled)
            {
                breaks(DoneAsTold, $"{reference.Key} was cancelled {cancelled} times, as its requests were told");
            }

            var done = answers[reference.Key].Count(one => one is (CustomerAct.Cancel, "DONE"));
            if (reference.Count(card => world.Exchange.IsCancelled(card) && card.Card.Content.IsEmpty) < done)
            {
                breaks(DoneAsTold, $"{reference.Key} was cancelled and is not erased");
            }

            var cardsToErase = customer.Requested.Where(asked => asked.Reference == reference.Key && asked.Act == CustomerAct.Erase
                && IsTold(results, asked.RequestRef)).Select(asked => cardsAt.GetValueOrDefault((customer.Name, asked.RequestRef)))
                .DefaultIfEmpty().Max();
            foreach (var card in reference)
            {
                CheckEnd(card, world.Exchange.Cards.FindIndex(one => one.CardNo == card.CardNo) < cardsToErase);
            }
        }
    }

    private static bool IsTold(IReadOnlyList<IReadOnlyDictionary<string, string>> results, string requestRef) =>
        results.FirstOrDefault(line => line["ref"] == requestRef)?["outcome"] is "DONE" or "SCHEDULED";

    private void CheckEnd(CardRow card, bool isErasureTold)
    {
        if (world.Exchange.IsCancelled(card))
        {
            if (world.Partner?.Has(card.CardNo) == true)
            {
                breaks(CancelledIsNotMade, $"card {card.CardNo} of {card.Customer}");
            }

            return;
        }

        var facts = world.Exchange.Register.Cards[card.Card.CardId].Card.Facts;
        if (facts.IsErased && !isErasureTold)
        {
            breaks(OnlyAsked, $"card {card.CardNo} of {card.Customer}");
        }

        if (isErasureTold && !facts.IsErased && facts is { State: not CardState.None, IsInvoiced: true })
        {
            breaks(DoneAsTold, $"card {card.CardNo} of {card.Customer} is produced and invoiced, and not erased");
        }
    }
}
