using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which cards of a file have which numbers (orders.number_run), until they are written; and how a card is found by its number, which has no index of its own.
/// </summary>
internal sealed class NumberRuns
{
    /// <summary>A card is looked for at so many ids behind its number's place at most; a file that repeats known cards between new ones has longer runs for it.</summary>
    private const int MostGaps = 16;

    private const int Many = 1 << 15;

    private readonly List<NumberRun> runs = [];

    /// <summary>It is time to write them.</summary>
    public bool AreMany => runs.Count >= Many;

    public IReadOnlyList<NumberRun> Runs => runs;

    /// <summary>
    /// The rest of a SELECT that finds the customer's card with a number, as c.
    /// </summary>
    /// <param name="number">An expression: the number with its check digit.</param>
    /// <param name="customer">An expression: whose card.</param>
    public static string OfCustomer(string number, string customer) =>
        From(number, $"r.customer_id = {customer} and r.first_number <= {number} / 10 order by r.first_number desc");

    /// <summary>As <see cref="OfCustomer"/>, among the cards of all customers that the session may see. For sessions that see them all.</summary>
    public static string OfAnybody(string number) => From(number, $"r.last_number >= {number} / 10 order by r.last_number");

    /// <summary>Cards come in the order of their ids.</summary>
    /// <param name="card">Its id.</param>
    /// <param name="cardNo">With check digit.</param>
    public void Add(Guid card, long cardNo)
    {
        var (number, counter) = (CheckDigit.Without(cardNo), CardIds.CounterOf(card));
        if (runs.Count > 0 && runs[^1] is var last && number == last.LastNumber + 1 && counter - last.FirstCounter - (number - last.FirstNumber) <= MostGaps)
        {
            runs[^1] = last with { LastNumber = number, Gaps = (short)(counter - last.FirstCounter - (number - last.FirstNumber)) };
        }
        else
        {
            runs.Add(new NumberRun(number, number, counter, 0));
        }
    }

    /// <summary>"No" is certain: numbers are given in rising order.</summary>
    /// <param name="lookedUp">With check digits.</param>
    public bool MayHave(IReadOnlyList<long> lookedUp) =>
        runs.Count > 0 && lookedUp.Any(cardNo => runs[0].FirstNumber <= CheckDigit.Without(cardNo) && CheckDigit.Without(cardNo) <= runs[^1].LastNumber);

    public void Clear() => runs.Clear();

    // Only one run can have the number. That it does is asked outside: inside, all runs before it would be read where it does not.
    private static string From(string number, string one) => $"""
        from (
            select r.first_number, r.last_number, orders.card_at(r.order_id, r.first_counter + {number} / 10 - r.first_number) as low,
                orders.card_at(r.order_id, r.first_counter + {number} / 10 - r.first_number + r.gaps) as high
            from orders.number_run r where {one} limit 1) run
        join orders.card c on c.card_id between run.low and run.high and c.card_no = {number}
        where {number} / 10 between run.first_number and run.last_number
        """;
}

/// <param name="FirstNumber">Without check digit.</param>
/// <param name="LastNumber">Without check digit; the numbers between belong to the run's cards, in the order of their ids.</param>
/// <param name="FirstCounter">The first card's (<see cref="CardIds.CounterOf"/>).</param>
/// <param name="Gaps">How many ids between the first and the last are no card's.</param>
internal readonly record struct NumberRun(long FirstNumber, long LastNumber, uint FirstCounter, short Gaps);
